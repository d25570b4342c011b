namespace Unikraft.Build.Kconfig;

/// <summary>What a <see cref="MenuNode" /> is.</summary>
public enum MenuNodeKind
{
    /// <summary><c>menu</c>, and the root.</summary>
    Menu,

    /// <summary><c>comment</c>.</summary>
    Comment,

    /// <summary><c>config</c> or <c>menuconfig</c>.</summary>
    Symbol,

    /// <summary><c>choice</c>.</summary>
    Choice,
}
