using Unikraft.Measurements.Reading;

namespace Unikraft.Measurements.Warts;

/// <summary>Lists and cycles of a file, to which later objects refer by number (scamper.md section 6).</summary>
internal sealed class WartsDefinitions
{
    private readonly Dictionary<uint, (ListRecord Record, int Size)> _lists = [];
    private readonly Dictionary<uint, (CycleRecord Record, int Size)> _cycles = [];
    private long _size;

    /// <summary>Reads the definition of a list.</summary>
    public ListRecord DefineList(WartsFields fields, long offset, int size)
    {
        var (fileId, id, name) = (fields.U32(), fields.U32(), fields.Text());
        var v = new WartsValues([WartsField.Text, WartsField.Text]).Read(fields.Block());
        var list = new ListRecord { Offset = offset, FileId = fileId, Id = id, Name = name, Description = v.Text(1), Monitor = v.Text(2) };
        Keep(_lists, fileId, list, size, offset);
        return list;
    }

    /// <summary>Reads the start or definition of a cycle.</summary>
    public CycleRecord DefineCycle(CycleKind kind, WartsFields fields, long offset, int size)
    {
        var (fileId, at, list, id, start) = (fields.U32(), fields.Offset, fields.U32(), fields.U32(), fields.U32());
        var v = new WartsValues([WartsField.U32, WartsField.Text]).Read(fields.Block());
        var cycle = new CycleRecord
        {
            Offset = offset,
            Kind = kind,
            FileId = fileId,
            List = List(list, at),
            Id = id,
            StartSeconds = start,
            StopSeconds = v.Has(1) ? v.U32(1) : null,
            HostName = v.Text(2),
        };
        Keep(_cycles, fileId, cycle, size, offset);
        return cycle;
    }

    /// <summary>Reads the end of a cycle.</summary>
    public CycleRecord EndCycle(WartsFields fields, long offset)
    {
        var (at, id, stop) = (fields.Offset, fields.U32(), fields.U32());
        return Cycle(id, at) with { Offset = offset, Kind = CycleKind.Stop, StopSeconds = stop };
    }

    /// <summary>The list of a number that stands at an offset.</summary>
    public ListRecord List(uint id, long at) =>
        _lists.TryGetValue(id, out var list) ? list.Record : throw Faults.NotDefined($"list {id}", at);

    /// <summary>The cycle of a number that stands at an offset.</summary>
    public CycleRecord Cycle(uint id, long at) =>
        _cycles.TryGetValue(id, out var cycle) ? cycle.Record : throw Faults.NotDefined($"cycle {id}", at);

    // Files that were put together define the same numbers again; what is replaced does not count.
    private void Keep<T>(Dictionary<uint, (T Record, int Size)> table, uint id, T record, int size, long offset)
    {
        _size += size - (table.TryGetValue(id, out var before) ? before.Size : 0);
        if (_size > RecordSource.Limit)
            throw Faults.TooManyDefinitions(offset);
        table[id] = (record, size);
    }
}
