namespace LinuxMpls.Tests;

/// <summary>All tests share one bed, which boots once.</summary>
[CollectionDefinition(Name)]
public sealed class BedCollection : ICollectionFixture<BedFixture>
{
    public const string Name = "bed";
}
