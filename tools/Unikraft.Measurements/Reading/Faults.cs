namespace Unikraft.Measurements.Reading;

/// <summary>The errors of readers: one method for each code.</summary>
internal static class Faults
{
    private const string Before = "What stands before this place is good";

    public static MeasurementException Unreadable(string what, Exception inner) =>
        new("UK7001", $"reading failed: {what.TrimEnd('.')}", "Check the file and its disk.", inner: inner);

    public static MeasurementException UnknownFormat() =>
        new("UK7002", "the file has none of the known formats", "Give a file of warts, JSON lines, CSV or pcap, plain or compressed by gzip.", 0);

    public static MeasurementException Truncated(long end, long begin) =>
        new("UK7003", $"the file ends inside the object that begins at byte {begin}", $"The file was cut off. {Before}.", end);

    public static MeasurementException BadMagic(long at) =>
        new("UK7004", "no warts object begins here", $"The file is damaged. {Before}.", at);

    public static MeasurementException DoesNotFit(string what, long at) =>
        new("UK7005", $"{what} does not fit", $"The file is damaged. {Before}.", at);

    public static MeasurementException NotDefined(string what, long at) =>
        new("UK7006", $"{what} is not defined in this file", $"A part of the file is missing. {Before}.", at);

    public static MeasurementException TooLong(long at) =>
        new("UK7007", $"an object has more than {RecordSource.Limit >> 20} MiB", $"The file is damaged. {Before}.", at);

    public static MeasurementException TooManyDefinitions(long at) =>
        new("UK7008", $"lists and cycles have more than {RecordSource.Limit >> 20} MiB", $"The file is damaged, or should be split. {Before}.", at);

    public static MeasurementException Gzip(long at, Exception inner) =>
        new("UK7009", "the compressed data is damaged or cut off", $"Get the file again. {Before}.", at, inner: inner);

    public static MeasurementException NotJson(string why, long at, Exception inner) =>
        new("UK7010", $"the line is not JSON: {why.TrimEnd('.')}", $"Correct or remove the line. {Before}.", at, inner: inner);

    public static MeasurementException JsonField(string what, long at) =>
        new("UK7011", what, $"Correct or remove the line. {Before}.", at);

    public static MeasurementException CsvHeader(string what, long at) =>
        new("UK7020", what, "The first line names the columns; docs/measurements.md lists them.", at);

    public static MeasurementException CsvRow(string what, long at) =>
        new("UK7021", what, $"Correct or remove the row. {Before}.", at);

    public static MeasurementException LinkType(uint type, long at) =>
        new("UK7030", $"the capture has link type {type}", "Capture as Ethernet (1) or raw IP (101, 228, 229).", at);

    public static MeasurementException PacketLength(uint length, long at) =>
        new("UK7031", $"a packet has {length} bytes, more than a capture can hold", $"The file is damaged. {Before}.", at);

    public static MeasurementException PcapNg() =>
        new("UK7032", "the capture is of the newer kind, pcapng", "Convert it: editcap -F nsecpcap IN OUT.", 0);
}
