namespace Unikraft.Build.Projects;

/// <summary>Which files a <see cref="CompileFlag" /> is for.</summary>
public enum FlagLanguage
{
    /// <summary>C files.</summary>
    C,

    /// <summary>C++ files.</summary>
    Cxx,

    /// <summary>Assembler files.</summary>
    Asm,

    /// <summary>Files of every language.</summary>
    All,
}
