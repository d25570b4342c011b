using Unikraft.Build.Diagnostics;
using Unikraft.Build.Images;

namespace Unikraft.Build.Machines;

/// <summary>Runs machines on the Xen of this host: <c>xl create -F -c</c>.</summary>
public static class XlRunner
{
    /// <summary>Creates a domain and waits for its end. When the caller cancels or the time limit is reached, the domain is gone.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="host">Where the console goes; its input is not used, <c>xl</c> takes over the standard input of this process.</param>
    /// <param name="cancellation">Destroys the domain; the outcome is then <see cref="MachineOutcome.Cancelled"/>.</param>
    /// <returns>How the guest ended, or why it could not be created (UK3002 to UK3005, UK3008, UK3009, UK3030 to UK3033).</returns>
    public static async Task<Result<MachineExit>> RunAsync(Machine machine, MachineHost host, CancellationToken cancellation)
    {
        var image = ElfImage.Read(machine.Image);
        if (image.Value is null)
            return Result.Failed<MachineExit>(image.Diagnostics);
        if (image.Value.PvhEntry is null)
            return Failed("UK3005", $"the image '{machine.Image}' has no PVH entry note, so Xen cannot boot it.", "Build it for the platform xen, or give the path of such an image.");
        if (machine.SharedFolder is { } folder && !Directory.Exists(folder))
            return Failed("UK3008", $"the shared folder '{folder}' does not exist.", "Create it, or share another folder.");
        var name = $"{Path.GetFileName(machine.Image)}-{Environment.ProcessId}";
        var text = XlConfiguration.For(machine, name);
        if (text.Value is null)
            return Result.Failed<MachineExit>(text.Diagnostics);
        var file = Path.GetFullPath(machine.Image) + ".cfg";
        if (Write(file, text.Value) is { } fault)
            return Failed("UK3033", $"the configuration '{file}' cannot be written: {fault.TrimEnd('.')}.", "Make its folder writable.");
        if (!machine.QemuArguments.IsEmpty)
            host.Report(Diagnostic.Warning("UK3034", "arguments of QEMU have no effect on Xen.", "Leave UkQemuArguments out for the platform xen; UkXenVif and xl.cfg(5) describe its devices."));
        return XlTools.IsPresent
            ? await RunDomainAsync(new XlDomain(name, file), machine, host, cancellation).ConfigureAwait(false)
            : NoXen(file, machine.Image, "the command xl was not found, so this is no Xen host");
    }

    private static async Task<Result<MachineExit>> RunDomainAsync(XlDomain domain, Machine machine, MachineHost host, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (machine.TimeLimit is { } time)
            limit.CancelAfter(time);
        var filter = new ConsoleFilter(host.Console, new Backtrace(machine.Image).Explain);
        var end = await domain.RunAsync(filter.Write, Console.Error.WriteLine, limit.Token).ConfigureAwait(false);
        return end.State switch
        {
            XlDomainState.NotCreated when !XlTools.IsDomainZero => NoXen(domain.Configuration, machine.Image, "xl could not create the guest, and this machine runs no Xen"),
            XlDomainState.NotCreated => Failed("UK3031", $"xl could not create the guest from '{domain.Configuration}'.", "See what xl said above, and xl dmesg."),
            XlDomainState.Ended when end.Status is { } status => Ended(MachineOutcome.Exited, end, null, status),
            XlDomainState.Crashed => Ended(MachineOutcome.Crashed, end, Diagnostic.Error("UK3010", "the guest crashed.", "The lines UK9xxx on its console say where and why.")),
            XlDomainState.Stopped when cancellation.IsCancellationRequested => Ended(MachineOutcome.Cancelled, end, null),
            XlDomainState.Stopped => Ended(MachineOutcome.TimedOut, end, Diagnostic.Error("UK3011", $"the guest did not end within {machine.TimeLimit!.Value.TotalSeconds} s and was destroyed.", "Raise the time limit or look for what it waits for.")),
            _ => Ended(MachineOutcome.NoStatus, end, Diagnostic.Error("UK3012", "the guest ended without a status.", "It may have been destroyed (xl destroy), or xenstored refused it.")),
        };
    }

    private static string? Write(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static Result<MachineExit> NoXen(string file, string image, string cause) => Failed(
        "UK3030",
        $"{cause}.",
        $"Run it in domain 0 of a Xen host (Debian's package xen-utils, as root), or in the test bed of Unikraft.Sdk's repository, which needs no Xen: dotnet run --project tests/xen -- \"{file}\" \"{Path.GetFullPath(image)}\"");

    private static Result<MachineExit> Ended(MachineOutcome outcome, XlDomainEnd end, Diagnostic? problem, int status = 0) =>
        Result.Of(new MachineExit(outcome, status, end.Duration, problem));

    private static Result<MachineExit> Failed(string code, string message, string remedy) =>
        Result.Failed<MachineExit>(Diagnostic.Error(code, message, remedy));
}
