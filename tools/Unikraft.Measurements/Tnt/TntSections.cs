using Unikraft.Measurements.Warts;

namespace Unikraft.Measurements.Tnt;

/// <summary>What follows the hops of an annotation (docs/tnt.md, "Sections").</summary>
internal static class TntSections
{
    /// <summary>Reads all sections; those of a later version are skipped.</summary>
    /// <param name="fields">What is left of the annotation.</param>
    /// <param name="path">The path without them.</param>
    /// <param name="address">Reads an address of the annotation's size.</param>
    public static TntPath Read(ref WartsFields fields, TntPath path, TntAttribute address)
    {
        while (fields.Left > 0)
        {
            var section = fields.U8();
            var length = fields.U32();
            var part = fields.Part((int)Math.Min(length, int.MaxValue));
            path = section switch
            {
                1 => path with { Run = Run(ref part) },
                2 => path with { Account = new TntAccount((TntEnd)part.U8(), part.U32(), part.U64(), part.U64()) },
                3 => Reasons(ref part, path),
                4 => path with { Searches = Searches(ref part, address) },
                5 => Doubts(ref part, path),
                _ => path,
            };
        }
        return path;
    }

    private static TntRun Run(ref WartsFields part)
    {
        var has = part.U8();
        var (seed, options) = (part.U64(), part.U64());
        var image = (has & 4) != 0 ? Convert.ToHexStringLower(part.Bytes(32)) : null;
        return new TntRun
        {
            Seed = (has & 1) != 0 ? seed : null,
            OptionsHash = (has & 2) != 0 ? options : null,
            ImageSha256 = image,
            Version = Word(ref part),
            Clock = Word(ref part),
        };
    }

    private static string? Word(ref WartsFields part)
    {
        var bytes = part.Bytes(part.U8());
        return bytes.IsEmpty ? null : System.Text.Encoding.ASCII.GetString(bytes);
    }

    private static TntPath Reasons(ref WartsFields part, TntPath path)
    {
        var reasons = new Dictionary<int, List<TntReason>>();
        while (part.Left > 0)
        {
            var at = part.U16();
            if (!reasons.TryGetValue(at, out var list))
                reasons[at] = list = [];
            list.Add(new TntReason((TntRule)part.U8(), (short)part.U16(), (short)part.U16()));
        }
        return path with { Hops = [.. path.Hops.Select((hop, at) => reasons.TryGetValue(at, out var list) ? hop with { Reasons = list } : hop)] };
    }

    private static List<TntSearch> Searches(ref WartsFields part, TntAttribute address)
    {
        var searches = new List<TntSearch>();
        while (part.Left > 0)
        {
            var (start, next, trigger, flags) = (part.U16(), part.U16(), part.U8(), part.U8());
            var search = new TntSearch
            {
                Start = start + 1,
                Next = next + 1,
                Trigger = (TntFailures)(trigger & 0x0f),
                HasSilentIngress = (flags & 1) != 0,
                IsShared = (flags & 2) != 0,
                Value = (short)part.U16(),
                Threshold = (short)part.U16(),
                Doubts = (TntDoubts)part.U16(),
                Revealed = part.U16(),
            };
            var attempts = new List<TntAttempt>();
            for (var left = part.U16(); left > 0; left--)
            {
                var target = address.ReadAddress(ref part);
                var (buddy, outcome, hops, first) = (part.U8(), part.U8(), part.U8(), part.U8());
                attempts.Add(new TntAttempt(target, (buddy & 1) != 0, first, (TntFailures)outcome, hops, part.U32()));
            }
            searches.Add(search with { Attempts = attempts });
        }
        return searches;
    }

    private static TntPath Doubts(ref WartsFields part, TntPath path)
    {
        var hops = path.Hops.ToArray();
        while (part.Left > 0)
        {
            var (at, doubts) = (part.U16(), (TntDoubts)part.U16());
            if (at < hops.Length)
                hops[at] = hops[at] with { Doubts = doubts };
        }
        return path with { Hops = hops };
    }
}
