using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CliWrap;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Processes;
using Unikraft.Build.Projects;

namespace Unikraft.Build.Makefiles;

/// <summary>A call of make: <c>make -C CORE A= L= O= C= N= -jN</c> (build-interface 1.1).</summary>
public sealed record MakeRun
{
    private static readonly Diagnostic Cancelled = Diagnostic.Error("UK1035", "The build was cancelled.", "Start it again; what is finished is kept.");

    /// <summary>Words that make, gcc and ld read from the environment. Nothing of the caller's may change a build.</summary>
    private static readonly string[] HiddenVariables =
    [
        "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GNUMAKEFLAGS", "MAKEFILES", "MAKEOVERRIDES", "LANG", "LANGUAGE", "LC_MESSAGES", "LC_CTYPE", "GCC_COLORS",
        "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "ASFLAGS", "CPATH", "C_INCLUDE_PATH", "LIBRARY_PATH", "GCC_EXEC_PREFIX", "COMPILER_PATH",
        "A", "L", "O", "C", "N", "P", "E", "V", "TERM",
    ];

    /// <summary>Gets the folder of the core.</summary>
    public required string CoreRoot { get; init; }

    /// <summary>Gets the variables of the command line, in order.</summary>
    public ImmutableArray<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Gets the goals; empty for the default, <c>all</c>.</summary>
    public ImmutableArray<string> Goals { get; init; } = [];

    /// <summary>Gets how many recipes may run at the same time; at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Gets the name or path of make.</summary>
    public string Make { get; init; } = "make";

    /// <summary>Gets the name or path of the compiler, looked for before make starts.</summary>
    public string Compiler { get; init; } = "gcc";

    /// <summary>Gets the folders in which file names of diagnostics may be relative to.</summary>
    public ImmutableArray<string> SourceFolders { get; init; } = [];

    /// <summary>Gets the names the core's compiler gives to folders (<c>-ffile-prefix-map</c>), which linkers print again.</summary>
    public ImmutableArray<(string Name, string Folder)> MappedFolders { get; init; } = [];

    /// <summary>Gets parts of warnings that are only notes: those a Unikraft tree is known to cause.</summary>
    public ImmutableArray<string> KnownWarnings { get; init; } = [];

    /// <summary>Gets what tells whether a file is the work of others: of a Unikraft tree, or out of an archive. Warnings about it are only notes.</summary>
    public Func<string, bool> IsOfOthers { get; init; } = static _ => false;

    /// <summary>Gets how long make may take to end by itself after a cancellation, so that it deletes half-written files.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the program that stands before every call of the compiler (ccache, distcc), with its arguments; null for none.</summary>
    public string? Launcher { get; init; }

    /// <summary>Gets the folder below which paths do not count for a cache of compiled objects, absolute; null when there is no launcher.</summary>
    public string? CacheRoot { get; init; }

    /// <summary>Gets the arguments, as they are handed to make.</summary>
    public ImmutableArray<string> Arguments =>
    [
        "--no-print-directory",
        .. Folder,
        .. Variables.Select(static v => $"{v.Name}={v.Value}"),
        "-j" + Math.Max(1, Jobs).ToString(CultureInfo.InvariantCulture),
        .. Goals,
    ];

    /// <summary>Gets environment variables for the programs that make starts.</summary>
    public ImmutableArray<(string Name, string Value)> ExtraVariables { get; init; } = [];

    /// <summary>
    /// The folder make runs in, and the launcher as this core takes it. A cache makes paths relative to it, and only in the build folder they come out the same for two clones of a project:
    /// the core may lie anywhere.
    /// </summary>
    private ImmutableArray<string> Folder => Launcher switch
    {
        null => ["-C", CoreRoot],
        _ when File.Exists(Path.Combine(CoreRoot, "make", "compile.mk")) => ["-C", BuildFolder, "-f", Path.Combine(CoreRoot, "Makefile"), $"UK_COMPILER_LAUNCHER={Launcher}"],
        // A Unikraft tree knows no launcher; a compiler of two words is the same to it.
        _ => ["-C", CoreRoot, $"CC={Launcher} {Compiler}"],
    };

    private string BuildFolder => Variables.FirstOrDefault(static v => v.Name == "O").Value ?? CoreRoot;

    /// <summary>Creates the same call for another place of the application, with nothing taken from a cache.</summary>
    /// <param name="application">The application at its other place.</param>
    /// <param name="cacheRoot">The cache root there.</param>
    public MakeRun Anew(Application application, string? cacheRoot) => ForApplication(application, Jobs, Goals) with
    {
        Launcher = Launcher,
        CacheRoot = cacheRoot,
        ExtraVariables = cacheRoot is null ? [] : [("CCACHE_BASEDIR", cacheRoot), ("CCACHE_RECACHE", "1")],
    };

    /// <summary>Creates the call that builds an application.</summary>
    public static MakeRun ForApplication(Application application, int jobs, params ImmutableArray<string> goals)
    {
        var tree = Trees.CoreTree.Read(application.CoreRoot);
        return new MakeRun
        {
            CoreRoot = application.CoreRoot,
            Variables =
            [
                ("A", application.GeneratedFolder),
                ("L", string.Join(':', application.Libraries.Select(static l => l.Root))),
                ("O", application.BuildFolder),
                ("C", application.ConfigFile),
                ("N", application.ImageName),
                .. tree.IsEmbedded ? [] : tree.Facts.Arguments.Where(static a => a.Gcc <= Trees.Compilers.GccMajor()).Select(static a => (a.Name, a.Value)),
            ],
            KnownWarnings = tree.IsEmbedded ? [] : tree.Facts.KnownWarnings,
            IsOfOthers = file => (!tree.IsEmbedded && IsBelow(file, application.CoreRoot))
                || (IsBelow(file, application.BuildFolder) && file.Contains("/origin/", StringComparison.Ordinal)),
            Goals = goals,
            Jobs = jobs,
            SourceFolders = [application.BuildFolder, application.CoreRoot, application.GeneratedFolder, application.Self.Root],
            MappedFolders =
            [
                ("build", application.BuildFolder),
                ("app", application.GeneratedFolder),
                .. application.Libraries.Select(static l => (Path.GetFileName(l.Root), l.Root)),
                ("core", application.CoreRoot),
            ],
        };
    }

    private static bool IsBelow(string file, string folder) => file.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    /// <summary>Runs make and hands on what it says, line by line, in the order of arrival.</summary>
    /// <param name="report">Called for each line, never by two threads at once, and not after the task has ended.</param>
    /// <param name="cancellation">Asks make to end, and kills it and its children after the grace period.</param>
    public async Task<MakeResult> ExecuteAsync(Action<MakeEvent>? report = null, CancellationToken cancellation = default)
    {
        var missing = new[] { Make, Compiler, Launcher?.Split(' ')[0] ?? Make }.Distinct().Where(static t => Tools.Find(t) is null).Select(static t => Tools.Missing(Path.GetFileName(t))).ToImmutableArray();
        if (!missing.IsEmpty)
            return new MakeResult(-1, missing, TimeSpan.Zero, 0);

        var session = new Session(new ToolOutputParser(Resolve) { KnownWarnings = KnownWarnings, IsOfOthers = IsOfOthers }, report);
        var clock = Stopwatch.StartNew();
        try
        {
            CreateBuildFolder();
            var exitCode = await RunAsync(session, cancellation).ConfigureAwait(false);
            session.Add(cancellation.IsCancellationRequested && exitCode != 0 ? Cancelled : session.Parser.Explain(exitCode));
            return new MakeResult(exitCode, session.Diagnostics, clock.Elapsed, session.Steps);
        }
        catch (OperationCanceledException)
        {
            session.Add(Cancelled);
            return new MakeResult(-1, session.Diagnostics, clock.Elapsed, session.Steps);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            session.Add(Diagnostic.Error("UK1030", $"make could not be started: {problem.Message.TrimEnd('.')}.", "Check the folder's permissions."));
            return new MakeResult(-1, session.Diagnostics, clock.Elapsed, session.Steps);
        }
    }

    /// <summary>Asks make to end when it is cancelled; what is left of it and its children after the grace period is killed.</summary>
    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var force = new CancellationTokenSource();
        var running = BoundProcess.Start(Command(session), force.Token);
        await using var registration = cancellation.Register(() =>
        {
            Signals.AskGroupToEnd(running.ProcessId);
            force.CancelAfter(GracePeriod);
        }).ConfigureAwait(false);
        return (await running.Task.ConfigureAwait(false)).ExitCode;
    }

    /// <summary>Make creates only the last folder of O.</summary>
    private void CreateBuildFolder()
    {
        foreach (var (name, value) in Variables)
        {
            if (name == "O")
                Directory.CreateDirectory(value);
        }
    }

    private Command Command(Session session)
    {
        var target = PipeTarget.ToDelegate(session.Read);

        // A group of its own lets a cancellation reach the compilers below make, and nothing else. When we are killed, make is asked to end:
        // it deletes half-written files first.
        var group = Tools.Find("setsid");
        return BoundProcess.Bind(Cli.Wrap(group ?? Make), group is null ? Arguments : Arguments.Insert(0, Make), "TERM")
            .WithEnvironmentVariables(e =>
            {
                foreach (var name in HiddenVariables)
                    e.Set(name, null);
                e.Set("LC_ALL", "C");
                // ccache writes paths below this folder relative to where it runs; what the user has set counts more.
                if (CacheRoot is not null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CCACHE_BASEDIR")))
                    e.Set("CCACHE_BASEDIR", CacheRoot);
                foreach (var (name, value) in ExtraVariables)
                    e.Set(name, value);
            })
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(target)
            .WithStandardErrorPipe(target);
    }

    /// <summary>Finds the file a tool means: linkers print base names only, and a wrong file would be worse than none.</summary>
    private string? Resolve(string file) =>
        SourceFolders.Select(f => Path.GetFullPath(Path.Combine(f, file))).FirstOrDefault(File.Exists) ?? ResolveMapped(file);

    /// <summary>Undoes the names of folders: <c>core/app/x.c</c>, because a path is relative to the folder make ran in, and that one is mapped, too.</summary>
    private string? ResolveMapped(string file)
    {
        foreach (var (name, folder) in MappedFolders.Where(m => file.StartsWith(m.Name + "/", StringComparison.Ordinal)))
        {
            var rest = file[(name.Length + 1)..];
            var path = Path.GetFullPath(Path.Combine(folder, rest));
            if (File.Exists(path))
                return path;
            if (name is "core" or "build" && ResolveMapped(rest) is { } inner)
                return inner;
        }

        return null;
    }

    /// <summary>Collects what one run says. Both pipes end here, so lines are taken one at a time.</summary>
    private sealed class Session(ToolOutputParser parser, Action<MakeEvent>? report)
    {
        private readonly Lock gate = new();
        private readonly List<Diagnostic> diagnostics = [];

        public ToolOutputParser Parser => parser;

        public int Steps { get; private set; }

        public ImmutableArray<Diagnostic> Diagnostics => [.. diagnostics];

        public void Add(Diagnostic? diagnostic)
        {
            if (diagnostic is not null)
                diagnostics.Add(diagnostic);
        }

        public void Read(string line)
        {
            lock (gate)
            {
                var happened = parser.Read(line);
                if (happened is MakeStep)
                    Steps++;
                if (happened is MakeDiagnostic { Diagnostic: var diagnostic })
                    diagnostics.Add(diagnostic);
                report?.Invoke(happened);
            }
        }
    }
}
