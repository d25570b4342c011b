using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Makefiles;

/// <summary>Something make says while it runs.</summary>
/// <param name="Line">The line as it was printed.</param>
public abstract record MakeEvent(string Line);

/// <summary>A step: <c>  CC      libfoo: bar.o</c> (build-interface 1.2).</summary>
/// <param name="Line">The line.</param>
/// <param name="Tag">The tool, for example <c>CC</c>.</param>
/// <param name="Library">The library; empty when the line names none.</param>
/// <param name="File">The file.</param>
public sealed record MakeStep(string Line, string Tag, string Library, string File) : MakeEvent(Line);

/// <summary>A diagnostic of a compiler, linker, or make.</summary>
/// <param name="Line">The line.</param>
/// <param name="Diagnostic">What it means.</param>
public sealed record MakeDiagnostic(string Line, Diagnostic Diagnostic) : MakeEvent(Line);

/// <summary>Any other line.</summary>
/// <param name="Line">The line.</param>
public sealed record MakeOutput(string Line) : MakeEvent(Line);
