using CliWrap;
using CliWrap.Buffered;
using Labs.Tests;

namespace Xen.Tests;

/// <summary>uTNT as <c>dotnet publish</c> leaves it for Xen.</summary>
/// <param name="Folder">The folder of image and configuration.</param>
internal sealed record Published(string Folder)
{
    /// <summary>Memory of the guest: what the image shall be content with.</summary>
    public const string Memory = "4M";

    private static readonly Lazy<Task<Published>> Plain = new(() => PublishAsync("plain"));

    /// <summary>Gets the image.</summary>
    public string Image => Path.Combine(Folder, "uTNT_xen-x86_64");

    /// <summary>Gets the text of the configuration.</summary>
    public string Config => File.ReadAllText(Image + ".cfg");

    /// <summary>The sample without any arguments, published once.</summary>
    public static Task<Published> PlainAsync() => Plain.Value;

    /// <summary>Builds what is out of date and publishes it.</summary>
    /// <param name="name">Name for the folder.</param>
    /// <param name="properties">Properties, <c>Name=value</c>.</param>
    public static async Task<Published> PublishAsync(string name, params string[] properties)
    {
        var project = Path.Combine(Repository.Root, "samples/uTNT/uTNT.ukproj");
        var folder = Path.Combine(Repository.Root, "artifacts/xen/published", name);
        string[] all = ["UkPlatform=xen", $"UkMemory={Memory}", "UkXenVif=mac=00:16:3e:00:00:02", .. properties];
        var result = await Cli.Wrap("dotnet").WithArguments(["publish", project, "-c", "Release", "-o", folder, "--nologo", "-v", "quiet", .. all.Select(property => "-p:" + property)])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, $"uTNT cannot be published for Xen; ./build.sh makes the packages it needs.\n{result.StandardOutput}{result.StandardError}");
        return new Published(folder);
    }
}
