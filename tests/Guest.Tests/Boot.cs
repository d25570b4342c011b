using System.Text;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Machines;

namespace Guests.Tests;

/// <summary>A boot of a test: its end, its console and what was reported.</summary>
internal sealed record Boot(Result<MachineExit> Result, string Console, IReadOnlyList<Diagnostic> Reports)
{
    /// <summary>The end of a guest that could be booted.</summary>
    public MachineExit Exit => Result.Value ?? throw new InvalidOperationException(string.Join('\n', Result.Diagnostics));

    /// <summary>Boots a machine without KVM and waits for its end.</summary>
    public static async Task<Boot> RunAsync(Machine machine, CancellationToken cancellation = default, Action<int>? started = null, Action<ReadOnlySpan<byte>>? console = null)
    {
        var text = new MemoryStream();
        var reports = new List<Diagnostic>();
        var host = new MachineHost(Take, reports.Add) { Started = (id, _) => started?.Invoke(id) };
        var result = await MachineRunner.RunAsync(machine with { AllowKvm = false, TimeLimit = machine.TimeLimit ?? TimeSpan.FromSeconds(60) }, host, cancellation);
        return new Boot(result, Encoding.UTF8.GetString(text.ToArray()), reports);

        void Take(ReadOnlySpan<byte> bytes)
        {
            console?.Invoke(bytes);
            text.Write(bytes);
        }
    }
}
