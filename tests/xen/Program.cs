using TestBed;
using Xen.Bed;

if (args is not [var config, .. var files] || config.StartsWith('-'))
{
    Console.Error.WriteLine("""
        usage: xen-bed CONFIG [FILE ...]
        Boots Xen and a domain 0 in QEMU, creates a guest from an xl configuration, and prints its console until it ends.
        The files, for instance its kernel, are copied to /host in domain 0, where xl runs. Exit status: 0 it powered off, 1 it crashed or rebooted,
        2 it was not created, 125 the test bed failed. docs/xen-testbed.md
        """);
    return 2;
}
try
{
    await using var bed = await XenBed.StartAsync();
    foreach (var file in files)
        bed.Put(file);
    var guest = bed.Create(Path.GetFileNameWithoutExtension(config), await File.ReadAllTextAsync(config));
    var end = await guest.WaitAsync(TimeSpan.FromMinutes(5), Console.Out.Write);
    Console.Error.WriteLine($"{end.Outcome}\n{end.Toolstack}");
    return end.Outcome switch
    {
        GuestOutcome.PoweredOff => 0,
        GuestOutcome.NotCreated => 2,
        _ => 1,
    };
}
catch (Exception e) when (e is BedException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 125;
}
