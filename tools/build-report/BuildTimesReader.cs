using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace Unikraft.BuildReport;

/// <summary>Adds up the events of a binary log.</summary>
public sealed partial class BuildTimesReader
{
    /// <summary>Tasks that start targets, of this or of another project: their time is that of what they start.</summary>
    private static readonly string[] Dispatchers = ["MSBuild", "CallTarget"];

    private const string ImageSteps = "(image)";

    private readonly Dictionary<(int Node, int Project, int Target, int Task), TaskRun> tasks = [];
    private readonly Dictionary<(int Node, int Project, int Target), (DateTime Start, double Dispatched)> targets = [];
    private readonly Dictionary<int, (string File, DateTime Start)> evaluations = [];
    private readonly Sums evaluationSums = new();
    private readonly Sums projectSums = new();
    private readonly Sums targetSums = new();
    private readonly Sums taskSums = new();
    private readonly List<(string Tool, string Library, string File, double Seconds)> steps = [];
    private DateTime start;
    private DateTime end;
    private bool succeeded;

    private BuildTimesReader()
    {
    }

    /// <summary>Reads a log.</summary>
    /// <exception cref="InvalidDataException">The file is no binary log.</exception>
    public static BuildTimes Read(string path)
    {
        // Without its texts the library cannot read events that a log holds in short form.
        Strings.Initialize();
        var reader = new BuildTimesReader();
        var log = new BinLogReader();
        log.AnyEventRaised += (_, args) => reader.Take(args);
        log.OnException += exception => throw new InvalidDataException(exception.Message, exception);
        using (var file = File.OpenRead(path))
            log.Replay(file);
        return reader.start == default ? throw new InvalidDataException("it holds no build") : reader.Finish();
    }

    private void Take(BuildEventArgs args)
    {
        if (start == default)
            start = args.Timestamp;
        end = args.Timestamp > end ? args.Timestamp : end;
        switch (args)
        {
            case BuildFinishedEventArgs finished:
                succeeded = finished.Succeeded;
                break;
            case ProjectEvaluationStartedEventArgs evaluation:
                evaluations[evaluation.BuildEventContext!.EvaluationId] = (evaluation.ProjectFile ?? "", evaluation.Timestamp);
                break;
            case ProjectEvaluationFinishedEventArgs evaluation when evaluations.Remove(evaluation.BuildEventContext!.EvaluationId, out var begun):
                evaluationSums.Add(Path.GetFileName(begun.File), Seconds(begun.Start, evaluation.Timestamp));
                break;
            case TargetStartedEventArgs target:
                targets[TargetOf(target)] = (target.Timestamp, 0);
                break;
            case TargetFinishedEventArgs target when targets.Remove(TargetOf(target), out var run):
                Finish(target, run);
                break;
            case TaskStartedEventArgs task:
                tasks[TaskOf(task)] = new TaskRun(task.Timestamp);
                break;
            case TaskFinishedEventArgs task when tasks.Remove(TaskOf(task), out var run):
                Finish(task, run);
                break;
            // What a task logs is of just this type; those derived from it are MSBuild's own.
            case BuildMessageEventArgs { BuildEventContext: not null } message when message.GetType() == typeof(BuildMessageEventArgs) && tasks.TryGetValue(TaskOf(message), out var run):
                AddStep(run, message);
                break;
        }
    }

    private static void AddStep(TaskRun run, BuildMessageEventArgs message)
    {
        if (Step().Match(message.Message ?? "") is { Success: true } step)
            run.Steps.Add((message.Timestamp, step.Groups["tool"].Value, LibraryOf(step), step.Groups["file"].Value));
    }

    /// <summary>A step of the compiler names its library; <c>libfoo.ld.o</c> is a step of libfoo, anything else one of the image.</summary>
    private static string LibraryOf(Match step)
    {
        var (library, file) = (step.Groups["library"].Value, step.Groups["file"].Value);
        return library.Length > 0 ? library : file.EndsWith(".o", StringComparison.Ordinal) ? file.Split('.')[0] : ImageSteps;
    }

    private void Finish(TargetFinishedEventArgs target, (DateTime Start, double Dispatched) run)
    {
        var seconds = Math.Max(0, Seconds(run.Start, target.Timestamp) - run.Dispatched);
        targetSums.Add(target.TargetName, seconds);
        projectSums.Add(Path.GetFileName(target.ProjectFile) ?? "", seconds);
    }

    private void Finish(TaskFinishedEventArgs task, TaskRun run)
    {
        var seconds = Seconds(run.Start, task.Timestamp);
        if (Dispatchers.Contains(task.TaskName))
        {
            var key = TargetOf(task);
            if (targets.TryGetValue(key, out var target))
                targets[key] = target with { Dispatched = target.Dispatched + seconds };
            return;
        }

        taskSums.Add(task.TaskName, seconds);
        for (var i = 0; i < run.Steps.Count; i++)
        {
            var (time, tool, library, file) = run.Steps[i];
            steps.Add((tool, library, file, Seconds(time, i + 1 < run.Steps.Count ? run.Steps[i + 1].Time : task.Timestamp)));
        }
    }

    private BuildTimes Finish()
    {
        var tools = new Sums();
        var libraries = new Sums();
        foreach (var (tool, library, _, seconds) in steps)
        {
            tools.Add(tool, seconds);
            libraries.Add(library, seconds);
        }

        return new BuildTimes(
            Seconds(start, end),
            succeeded,
            evaluationSums.Rows,
            projectSums.Rows,
            targetSums.Rows,
            taskSums.Rows,
            tools.Rows,
            libraries.Rows,
            [.. steps.Select(static s => new TimeRow($"{s.Tool} {s.Library}/{s.File}", 1, s.Seconds)).OrderByDescending(static s => s.Seconds)]);
    }

    private static double Seconds(DateTime from, DateTime to) => Math.Max(0, (to - from).TotalSeconds);

    private static (int, int, int) TargetOf(BuildEventArgs args) => (args.BuildEventContext!.NodeId, args.BuildEventContext.ProjectContextId, args.BuildEventContext.TargetId);

    private static (int, int, int, int) TaskOf(BuildEventArgs args) =>
        (args.BuildEventContext!.NodeId, args.BuildEventContext.ProjectContextId, args.BuildEventContext.TargetId, args.BuildEventContext.TaskId);

    // The progress lines of the core: "  CC      libfoo: bar.o", "  LD      libfoo.ld.o".
    [GeneratedRegex(@"^\s+(?<tool>[A-Z0-9]{1,7})\s+(?:(?<library>[\w.-]+): )?(?<file>[\w./+ -]+?)(?: \[\w+\])?$")]
    private static partial Regex Step();

    private sealed record TaskRun(DateTime Start)
    {
        public List<(DateTime Time, string Tool, string Library, string File)> Steps { get; } = [];
    }

    private sealed class Sums
    {
        private readonly Dictionary<string, (int Count, double Seconds)> sums = new(StringComparer.Ordinal);

        public ImmutableArray<TimeRow> Rows =>
            [.. sums.Select(static s => new TimeRow(s.Key, s.Value.Count, s.Value.Seconds)).OrderByDescending(static r => r.Seconds).ThenBy(static r => r.Name, StringComparer.Ordinal)];

        public void Add(string name, double seconds)
        {
            var (count, sum) = sums.GetValueOrDefault(name);
            sums[name] = (count + 1, sum + seconds);
        }
    }
}
