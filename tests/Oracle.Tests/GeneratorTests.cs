using Oracle.Tests.Tnt;
using Oracle.Tests.Topology;

namespace Oracle.Tests;

/// <summary>The generated labs are worth running.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void A_seed_always_gives_the_same_lab()
    {
        Assert.Equal(LabGenerator.Make(7).ToJson(), LabGenerator.Make(7).ToJson());
        Assert.NotEqual(LabGenerator.Make(7).ToJson(), LabGenerator.Make(8).ToJson());
    }

    [Fact]
    public void A_lab_survives_its_file()
    {
        var lab = LabGenerator.Make(3);
        var path = Path.GetTempFileName();
        File.WriteAllText(path, lab.ToJson());
        var json = TopologyFile.Read(path).ToJson();
        File.Delete(path);
        Assert.Equal(lab.ToJson(), json);
    }

    [Fact]
    public void Several_tunnels_are_revealed_on_one_path()
    {
        var paths = Enumerable.Range(1, 80).Select(LabGenerator.MakeSeveral)
            .SelectMany(lab => Prediction.Of(lab, lab.Destinations).Traces.Select(trace => trace.Text)).ToList();
        // Each tunnel counts its hops from H1.
        var counts = paths.CountBy(text => text.Split("\n H1 ").Length - 1).ToDictionary();
        Assert.True(counts.Where(count => count.Key >= 2).Sum(count => count.Value) >= 15, string.Join(" ", counts));
    }

    [Fact]
    public void Every_verdict_occurs_among_the_predictions()
    {
        var text = string.Concat(Enumerable.Range(1, 320).Select(LabGenerator.Make)
            .SelectMany(lab => Prediction.Of(lab, lab.Destinations).Traces.Select(trace => trace.Text)));
        string[] words =
        [
            "EXP,LSR", "EXP,ING", "EXP,EGR", "IMP,LSR,QTTL", "IMP,EGR,QTTL", "IMP,LSR,UTURN", "IMP,ING,UTURN", "OPA,LSR", "OPA,EGR", "OPA,ING",
            "INV,LSR", "INV,EGR", "INV,ING", "BTFC", "DUPIP", "RTLA", "FRPLA", "MTTL", "DPR", "BRPR", "BUDDY", "UNKN", "step=2", "INCOMP?",
            "(ATTEMPT,FRPLA,NTH-RV)", "TGT-NR", "ING-NF", "BUD)", "rsvd", ",*>", "mTTL=1\n", "[udp-paris]",
        ];
        Assert.Matches(@"\n H\d \*\n", text);
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }
}
