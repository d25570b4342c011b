namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>A block that is open while its lines are read. Blocks are kept on a stack of our own, so no nesting can exhaust the thread's.</summary>
/// <param name="Keyword">The word that began it: <c>if</c>, <c>menu</c>, <c>choice</c>; empty for the root.</param>
/// <param name="Parent">The node that entries inside become children of.</param>
/// <param name="Dependency">The scope entries inside depend on.</param>
/// <param name="Visibility">The visibility scope of entries inside.</param>
/// <param name="Choice">The choice entries inside are members of; null outside of choices.</param>
/// <param name="Place">Where it began.</param>
/// <param name="FileDepth">How many files were open when it began: a block ends in the file it began in.</param>
internal sealed record Block(string Keyword, MenuNode Parent, Scope Dependency, Scope Visibility, Choice? Choice, Place Place, int FileDepth);
