using System.Text;
using Netlab.Model;
using Netlab.Net;
using Netlab.Runs;

namespace Netlab.Tests;

/// <summary>Delay, loss and rate limits.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Delays_add_up_over_the_way_there_and_back()
    {
        var network = Network("\"links\": [{\"between\": [\"VP\", \"A\"], \"delay_ms\": 1}, {\"between\": [\"D\", \"A\"], \"delay_ms\": 2.25}]");
        Assert.Equal(2_000_000, network.Handle(Probes.Echo("20.0.0.2", 9), 0)!.Value.DelayNs);
        Assert.Equal(6_500_000, network.Handle(Probes.Echo("20.0.1.2", 9), 0)!.Value.DelayNs);
    }

    [Fact]
    public void A_delay_of_the_lab_holds_for_links_that_say_nothing()
    {
        var network = Network("\"delay_ms\": 3, \"links\": [{\"between\": [\"VP\", \"A\"], \"loss_percent\": 0}, {\"between\": [\"A\", \"D\"], \"delay_ms\": 1}]");
        Assert.Equal(8_000_000, network.Handle(Probes.Echo("20.0.1.2", 9), 0)!.Value.DelayNs);
    }

    [Fact]
    public void Loss_follows_the_seed()
    {
        string Pattern() => Draw(Network("\"seed\": 5, \"links\": [{\"between\": [\"VP\", \"A\"], \"loss_percent\": 30}]"));
        var pattern = Pattern();
        Assert.Equal(pattern, Pattern());
        // Two crossings with 70 % each: 49 % of 1000 probes come back.
        Assert.InRange(pattern.Count(c => c == '!'), 430, 550);

        static string Draw(VirtualNetwork network) =>
            string.Concat(Enumerable.Range(0, 1000).Select(i => network.Handle(Probes.Echo("20.0.0.2", 9), i) is null ? '.' : '!'));
    }

    [Fact]
    public void A_rate_limit_counts_the_replies_of_a_second()
    {
        var network = Network("", ", \"replies_per_second\": 2");
        bool Answers(double seconds) => network.Handle(Probes.Echo("20.9.9.9", 1), (long)(seconds * 1e9)) is not null;
        Assert.Equal([true, true, false, false, true, false], [Answers(0), Answers(0.5), Answers(0.6), Answers(0.9), Answers(1.1), Answers(1.4)]);
    }

    [Fact]
    public void A_router_can_lose_its_own_replies()
    {
        var network = Network("", ", \"loss_percent\": 100");
        Assert.Null(network.Handle(Probes.Echo("20.0.0.2", 9), 0));
        Assert.NotNull(network.Handle(Probes.Echo("20.0.1.2", 9), 0));
    }

    [Fact]
    public void The_delay_queue_is_exact_to_a_fraction_of_a_millisecond()
    {
        var clock = new RunClock();
        using var queue = new DelayQueue(clock);
        using var all = new CountdownEvent(50);
        var errors = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var due = clock.NowNs + 5_000_000 + ((i * 37 % 50) * 1_300_000L);
            queue.Add(due, () =>
            {
                lock (errors)
                    errors.Add((clock.NowNs - due) / 1e6);
                all.Signal();
            });
        }
        Assert.True(all.Wait(TimeSpan.FromSeconds(10)));
        Assert.All(errors, error => Assert.True(error >= 0));
        Assert.InRange(errors.Order().ElementAt(25), 0, 0.8);
    }

    private static VirtualNetwork Network(string more, string moreOfRouter = "") => new(LabReader.Read("lab.json", Encoding.UTF8.GetBytes($$"""
        {
         "vp": "172.20.0.2",
         "routers": [
          {"name": "A", "left": "20.0.0.2", "right": "20.0.1.1", "te": 255, "er": 64{{moreOfRouter}}},
          {"name": "D", "left": "20.0.1.2", "te": 64, "er": 64}
         ],
         "destinations": ["20.0.1.2"]{{(more.Length > 0 ? ", " : "")}}{{more}}
        }
        """)));
}
