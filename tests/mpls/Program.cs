using Mpls.Bed;
using Netlab;
using Netlab.Model;
using TestBed;

if (args is not [var labPath, "--image" or "--program" or "--run", var subject, .. var more])
{
    Console.Error.WriteLine("""
        usage: mpls-bed LAB.json --image IMAGE [ARGS]        boots a unikernel whose network is the lab
               mpls-bed LAB.json --program PROGRAM [ARGS]    runs a statically linked utnt in the namespace VP
               mpls-bed LAB.json --run SCRIPT                runs a shell script; each router is a namespace: ip netns exec PE1 ip route
        Boots a Linux in QEMU, makes the lab out of its namespaces, and prints the dump or what the script printed.
        Exit status: that of the prober, 125 when the test bed could not do its work. docs/linux-mpls.md
        """);
    return 2;
}
try
{
    var lab = LabReader.ReadFile(labPath);
    await using var bed = await MplsBed.StartAsync();
    await bed.BuildAsync(lab);
    if (args[1] == "--run")
    {
        Console.Write(await bed.RunAsync(subject));
        return 0;
    }
    var run = args[1] == "--image"
        ? await LabRunOnLinux.GuestAsync(bed, lab, subject, more)
        : await LabRunOnLinux.ProgramAsync(bed, lab, subject, more);
    Console.Write(run.Dump);
    Console.Error.Write(run.Rest);
    return run.Status ?? 126;
}
catch (Exception e) when (e is BedException or NetlabException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 125;
}
