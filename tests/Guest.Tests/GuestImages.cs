using System.Collections.Concurrent;
using System.IO.Compression;
using Unikraft.Build.Kconfig;
using Unikraft.Build.Makefiles;
using Unikraft.Build.Projects;

namespace Guests.Tests;

/// <summary>Builds the guests of tests/guest with the core's makefiles, each once in a test run. Objects are kept in artifacts/.</summary>
internal static class GuestImages
{
    private static readonly string Products = Path.Combine(Repository.Root, "artifacts/guest-tests");
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Images = new();

    /// <summary>Folder of the guests.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests/guest");

    /// <summary>Builds a guest if need be; returns the image.</summary>
    public static Task<string> BuildAsync(string name) =>
        Images.GetOrAdd(name, key => new Lazy<Task<string>>(() => MakeAsync(key))).Value;

    /// <summary>
    /// Guests with the same libraries share one build folder, one after the other: make compiles again only what their options change.
    /// </summary>
    private static async Task<string> MakeAsync(string name)
    {
        using var turn = await TurnAsync();
        var libraries = GuestExpectation.Of(name).Libraries;
        var shared = Path.Combine(Products, "shared", string.Join('-', ["core", .. libraries]));
        var source = Mirror(name, shared);
        var application = new Application
        {
            Self = new Microlibrary { Kind = UnitKind.Application, Name = ProjectNames.Registered(UnitKind.Application, name).Value!, Root = source },
            ImageName = name,
            Platform = Platform.Kvm,
            CoreRoot = Path.Combine(Repository.Root, "core"),
            GeneratedFolder = Path.Combine(Products, name),
            BuildFolder = Path.Combine(shared, "build"),
            Libraries = [.. libraries.Select(id => new LibraryReference(id, Unpack(id)))],
            Defconfig = Path.Combine(source, "config"),
        };
        Directory.CreateDirectory(application.GeneratedFolder);
        var configuration = Configurator.Resolve(application);
        Assert.True(configuration.Value is not null, string.Join('\n', configuration.Diagnostics));
        await File.WriteAllTextAsync(application.ConfigFile, configuration.Value.DotConfig());

        var make = MakeRun.ForApplication(application, jobs: 2);
        // The guest's own Makefile.uk is the application; its configuration lies elsewhere.
        make = make with { Variables = [("A", source), .. make.Variables.Where(variable => variable.Name != "A")] };
        var output = new List<string>();
        var result = await make.ExecuteAsync(line => output.Add(line.ToString()!));
        Assert.True(result.Succeeded, string.Join('\n', [.. result.Diagnostics.Select(diagnostic => diagnostic.ToString()), .. output.TakeLast(20)]));
        return Keep(application);
    }

    /// <summary>
    /// Copies a guest to the place where all guests of a build folder are built: the path of the application is part of every compiler command.
    /// </summary>
    private static string Mirror(string name, string shared)
    {
        foreach (var (from, to) in new[] { (name, "app"), ("common", "common") })
        {
            var target = Path.Combine(shared, to);
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.CreateDirectory(target);
            // File.Copy keeps the time of the last change, so that make sees what is new.
            foreach (var file in Directory.GetFiles(Path.Combine(Folder, from)))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
        return Path.Combine(shared, "app");
    }

    /// <summary>Copies the image out of the build folder, where the next guest's build may remove it.</summary>
    private static string Keep(Application application)
    {
        foreach (var file in new[] { application.ImageFile, application.ImageFile + ".dbg", application.ImageFile + ".map" })
            File.Copy(file, Path.Combine(application.GeneratedFolder, Path.GetFileName(file)), overwrite: true);
        return Path.Combine(application.GeneratedFolder, Path.GetFileName(application.ImageFile));
    }

    /// <summary>Waits until no other build of guests runs, in this process or another.</summary>
    private static async Task<IDisposable> TurnAsync()
    {
        Directory.CreateDirectory(Products);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Products, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>The folder of a microlibrary out of its package in the local feed, which build.sh fills.</summary>
    private static string Unpack(string id)
    {
        var feed = Path.Combine(Repository.Root, "artifacts/feed");
        var package = new DirectoryInfo(feed).GetFiles($"{id}.*.nupkg").MaxBy(file => file.LastWriteTimeUtc);
        Assert.True(package is not null, $"no package {id} in {feed}: run ./build.sh");
        // A new package gets a new folder: objects of the old one must not be mistaken for current.
        var folder = Path.Combine(Products, "packages", $"{package.Name}-{package.LastWriteTimeUtc.Ticks}");
        if (!Directory.Exists(folder))
        {
            var draft = folder + ".draft";
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
            ZipFile.ExtractToDirectory(package.FullName, draft);
            Directory.Move(draft, folder);
        }
        return Path.Combine(folder, "unikraft");
    }
}
