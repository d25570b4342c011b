using System.Text.Json.Nodes;

namespace Labs.Tests;

/// <summary>A published lab made harder.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Base">The published lab.</param>
/// <param name="Seed">Seed of what is random.</param>
/// <param name="Change">What is different.</param>
internal sealed record HardLab(string Name, string Base, int Seed, Action<JsonNode> Change)
{
    /// <summary>Names of the routers of most published labs.</summary>
    public static readonly string[] Routers = ["CE1", "PE1", "P1", "P2", "P3", "PE2", "CE2", "D"];

    /// <summary>The lab file.</summary>
    public string ToJson()
    {
        var lab = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Labs, Base + ".json")))!;
        lab["case"] = Name;
        lab["seed"] = Seed;
        ((JsonObject)lab).Remove("expected");
        Change(lab);
        return lab.ToJsonString();
    }

    /// <summary>A lab whose routers have one more field; no names: all of them.</summary>
    public static HardLab WithRouters(string name, string from, string field, JsonNode value, params string[] names) => new(name, from, 1, lab =>
    {
        foreach (var router in lab["routers"]!.AsArray().Where(router => names.Length == 0 || names.Contains((string)router!["name"]!)))
            router![field] = value.DeepClone();
    });

    /// <summary>A lab all of whose links do something.</summary>
    public static HardLab WithLinks(string name, string from, int seed, string fields) => new(name, from, seed, lab =>
        lab["links"] = new JsonArray([.. Routers.Zip(["VP", .. Routers], (right, left) =>
            JsonNode.Parse($$"""{"between": ["{{left}}", "{{right}}"], {{fields}}}"""))]));

    /// <summary>The same lab with more changed.</summary>
    public HardLab And(Action<JsonNode> change) => this with { Change = Change + change };
}
