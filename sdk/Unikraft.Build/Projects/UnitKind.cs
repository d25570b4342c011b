namespace Unikraft.Build.Projects;

/// <summary>What a project builds.</summary>
public enum UnitKind
{
    /// <summary>An application: has <c>main</c>, is linked into an image.</summary>
    Application,

    /// <summary>A microlibrary: is packed, and built as a part of the applications that refer to it.</summary>
    Library,
}
