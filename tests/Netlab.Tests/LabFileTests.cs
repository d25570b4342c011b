using System.Text;
using Netlab.Model;

namespace Netlab.Tests;

/// <summary>A wrong lab file gives one coded error with place and remedy.</summary>
public sealed class LabFileTests
{
    private const string Good = """
        {
         "case": "t", "title": "t", "vp": "172.20.0.2",
         "routers": [
          {"name": "A", "left": "20.0.0.2", "right": "20.0.1.1", "te": 255, "er": 64},
          {"name": "B", "left": "20.0.1.2", "right": "20.0.2.1", "te": 255, "er": 64},
          {"name": "D", "left": "20.0.2.2", "right": null, "te": 64, "er": 64}
         ],
         "lsps": [{"ingress": "A", "egress": "B", "ttl_propagate": true, "pop": "UHP", "policy": "all prefixes", "directions": ["forward"]}],
         "links": [{"between": ["A", "B"], "delay_ms": 2.5}],
         "destinations": ["20.0.2.2"],
         "options": []
        }
        """;

    public static TheoryData<string, string, string, string> Faults { get; } = new()
    {
        { "\"te\": 255, \"er\": 64},\n  {\"name\": \"B\"", "\"ter\": 255, \"er\": 64},\n  {\"name\": \"B\"", "UK4004", "{\"name\": \"A\"" },
        { "\"er\": 64},\n  {\"name\": \"D\"", "\"er\": 64, \"rfc495\": true},\n  {\"name\": \"D\"", "UK4003", "\"rfc495\"" },
        { "\"options\"", "\"optoins\"", "UK4003", "\"optoins\"" },
        { "\"te\": 64", "\"te\": \"64\"", "UK4005", "\"64\"" },
        { "\"te\": 64", "\"te\": 256", "UK4006", "256" },
        { "\"te\": 64", "\"te\": 64, \"extension\": \"trunkated\"", "UK4006", "\"trunkated\"" },
        { "\"te\": 64", "\"te\": 64, \"spoofed\": \"id\"", "UK4006", "\"id\"" },
        { "\"te\": 64", "\"te\": 64, \"quoted_bytes\": 65", "UK4006", "65" },
        { "\"te\": 64", "\"te\": 64, \"te_from\": \"1.2.3\"", "UK4006", "\"1.2.3\"" },
        { "\"te\": 64", "\"te\": 64, \"late_percent\": 101", "UK4006", "101" },
        { "\"te\": 64", "\"te\": 64, \"balanced\": {\"by\": \"flow\", \"left\": []}", "UK4006", "[]}, \"er\"" },
        { "\"te\": 64", "\"te\": 64, \"balanced\": {\"by\": \"flows\", \"left\": [\"20.1.1.1\"]}", "UK4006", "\"flows\"" },
        { "\"te\": 64", "\"te\": 64, \"balanced\": {\"by\": \"flow\", \"left\": [\"20.0.0.2\"]}", "UK4007", "{\"name\": \"D\"" },
        { "\"te\": 64", "\"te\": 64, \"balanced\": {\"by\": \"flow\", \"right\": []}", "UK4004", "{\"by\"" },
        { "\"policy\"", "\"labels\": 4, \"policy\"", "UK4006", "4, \"policy\"" },
        { "\"delay_ms\": 2.5", "\"reorder_ms\": -1", "UK4006", "-1" },
        { "\"te\": 64", "\"te\": 6.5", "UK4006", "6.5" },
        { "\"172.20.0.2\"", "\"172.20.0\"", "UK4006", "\"172.20.0\"" },
        { "\"172.20.0.2\"", "\"172.20.0.02\"", "UK4006", "\"172.20.0.02\"" },
        { "\"name\": \"D\"", "\"name\": \"A\"", "UK4007", "{\"name\": \"A\", \"left\": \"20.0.2.2\"" },
        { "\"left\": \"20.0.2.2\"", "\"left\": \"20.0.1.2\"", "UK4007", "{\"name\": \"D\"" },
        { "\"case\": \"t\"", "\"case\": \"t\", \"case\": \"u\"", "UK4007", "\"case\": \"u\"" },
        { "\"egress\": \"B\"", "\"egress\": \"C\"", "UK4008", "\"C\"" },
        { "\"ingress\": \"A\"", "\"ingress\": \"B\"", "UK4009", "{\"ingress\"" },
        { "\"UHP\"", "\"PHP\", \"variant\": \"dup\"", "UK4009", "{\"ingress\"" },
        { "\"UHP\"", "\"uhp\"", "UK4006", "\"uhp\"" },
        { "\"all prefixes\"", "\"all prefix\"", "UK4006", "\"all prefix\"" },
        { "[\"forward\"]", "[\"backward\"]", "UK4006", "\"backward\"" },
        { "[\"A\", \"B\"]", "[\"A\", \"D\"]", "UK4009", "[\"A\", \"D\"]" },
        { "2.5", "-1", "UK4006", "-1" },
        { "[\"20.0.2.2\"]", "[]", "UK4006", "[],\n \"options\"" },
        { "\"right\": \"20.0.2.1\"", "\"right\": null", "UK4006", "null" },
        { "\"vp\": \"172.20.0.2\",", "\"vp\": \"172.20.0.2\"", "UK4002", "\"routers\"" },
        { "\"vp\": \"172.20.0.2\",", "", "UK4004", "{\n" },
    };

    [Fact]
    public void The_lab_without_a_fault_is_read()
    {
        var lab = Read(Good);
        Assert.Equal(3, lab.Routers.Count);
        Assert.Equal(2_500_000, lab.Links[1].DelayNs);
        Assert.Equal("172.20.0.1", lab.Gateway.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_reported_with_its_place(string from, string to, string code, string pointsAt)
    {
        var at = Good.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var text = Good[..at] + to + Good[(at + from.Length)..];
        var before = text[..text.IndexOf(pointsAt, StringComparison.Ordinal)];
        var (line, column) = (1 + before.Count(c => c == '\n'), before.Length - before.LastIndexOf('\n'));

        var error = Assert.Throws<NetlabException>(() => Read(text));

        Assert.Equal(code, error.Code);
        Assert.StartsWith($"lab.json({line},{column}): error {code}: ", error.Message);
    }

    [Fact]
    public void The_nearest_name_is_proposed()
    {
        var error = Assert.Throws<NetlabException>(() => Read(Good.Replace("\"options\"", "\"optoins\"")));
        Assert.Contains("Did you mean 'options'?", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{\"vp\": 1}")]
    [InlineData("{\"vp\": \"1.2.3.4\", \"routers\": [], \"destinations\": [\"1.2.3.5\"]}")]
    [InlineData("{\"vp\": \"1.2.3.4\", \"routers\": 3, \"destinations\": [\"1.2.3.5\"]}")]
    public void Nonsense_is_an_error_and_nothing_worse(string text) =>
        Assert.StartsWith("UK400", Assert.Throws<NetlabException>(() => Read(text)).Code);

    [Fact]
    public void Every_prefix_of_a_lab_file_is_an_error_and_nothing_worse()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.Throws<NetlabException>(() => Read(Good[..length]));
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Equal("UK4001", Assert.Throws<NetlabException>(() => LabReader.ReadFile("/nowhere/lab.json")).Code);

    private static Lab Read(string text) => LabReader.Read("lab.json", Encoding.UTF8.GetBytes(text));
}
