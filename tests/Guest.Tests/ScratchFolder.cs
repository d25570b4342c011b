namespace Guests.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guest-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
