using System.Collections.Immutable;

namespace Unikraft.Build.Diagnostics;

/// <summary>What an entry point of the engine returns: a value, and everything there is to say about the way to it.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value. It is null (or default) when <see cref="Succeeded" /> is false.</param>
/// <param name="Diagnostics">All diagnostics in the order in which they were found.</param>
public sealed record Result<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Gets whether there is no error among the diagnostics.</summary>
    public bool Succeeded => !Diagnostics.Any(static d => d.Severity == Severity.Error);
}

/// <summary>Creates <see cref="Result{T}" /> values.</summary>
public static class Result
{
    /// <summary>Creates a result with a value and the warnings met on the way.</summary>
    public static Result<T> Of<T>(T value, IEnumerable<Diagnostic>? diagnostics = null) =>
        new(value, diagnostics is null ? [] : [.. diagnostics]);

    /// <summary>Creates a result without a value.</summary>
    public static Result<T> Failed<T>(IEnumerable<Diagnostic> diagnostics) => new(default, [.. diagnostics]);

    /// <summary>Creates a result without a value from one error.</summary>
    public static Result<T> Failed<T>(Diagnostic diagnostic) => new(default, [diagnostic]);
}
