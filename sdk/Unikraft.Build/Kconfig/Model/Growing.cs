namespace Unikraft.Build.Kconfig;

/// <summary>A list that takes no memory while it is empty, as most lists of a symbol are.</summary>
internal struct Growing<T>
{
    private List<T>? items;

    public readonly IReadOnlyList<T> Items => items is null ? [] : items;

    public void Add(T item) => (items ??= new List<T>(1)).Add(item);
}
