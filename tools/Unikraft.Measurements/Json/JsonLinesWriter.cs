using System.Globalization;

namespace Unikraft.Measurements.Json;

/// <summary>Writes JSON lines with the fields, order and spacing of sc_warts2json. Annotations of TNT have no place in them.</summary>
public sealed class JsonLinesWriter(Stream stream) : RecordWriter(stream)
{
    /// <inheritdoc />
    protected override bool Add(Record record)
    {
        switch (record)
        {
            case CycleRecord { Kind: CycleKind.Start or CycleKind.Stop } cycle:
                AddCycle(cycle);
                return true;
            case TraceRecord trace:
                JsonTrace.Append(Text, trace);
                return true;
            case PingRecord ping:
                JsonPing.Append(Text, ping);
                return true;
            case TracelbRecord tracelb:
                JsonTracelb.Append(Text, tracelb);
                return true;
            case DealiasRecord dealias:
                JsonDealias.Append(Text, dealias);
                return true;
            default:
                // The tools print neither lists nor definitions of cycles: what these say, the lines of cycles say again.
                return record is ListRecord or CycleRecord;
        }
    }

    private void AddCycle(CycleRecord cycle)
    {
        var isStart = cycle.Kind == CycleKind.Start;
        Text.Append(isStart ? "{\"type\":\"cycle-start\", \"list_name\":" : "{\"type\":\"cycle-stop\", \"list_name\":");
        Text.AppendQuoted(cycle.List?.Name ?? "");
        Text.Append(CultureInfo.InvariantCulture, $", \"id\":{cycle.Id}");
        if (cycle.HostName is { } host)
        {
            Text.Append(", \"hostname\":");
            Text.AppendQuoted(host);
        }
        Text.Append(CultureInfo.InvariantCulture, $", \"{(isStart ? "start_time" : "stop_time")}\":{(isStart ? cycle.StartSeconds : cycle.StopSeconds ?? 0)}}}\n");
    }
}
