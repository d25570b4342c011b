namespace Unikraft.Build.Trees;

/// <summary>A variable for make's command line.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value.</param>
/// <param name="Gcc">The lowest major version of gcc that needs it; 0 for every one.</param>
public sealed record TreeArgument(string Name, string Value, int Gcc);
