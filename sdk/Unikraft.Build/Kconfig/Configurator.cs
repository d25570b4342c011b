using System.Collections.Immutable;
using Unikraft.Build.Diagnostics;
using Unikraft.Build.Projects;
using Unikraft.Build.Trees;

namespace Unikraft.Build.Kconfig;

/// <summary>Resolves configurations: requests in, values and the reasons of what was not taken out.</summary>
public static class Configurator
{
    /// <summary>
    /// Resolves the configuration of an application. Its <c>Config.uk</c> and those of the libraries must have been generated before.
    /// </summary>
    /// <param name="application">The application.</param>
    /// <param name="allowShell">Whether <c>$(shell,...)</c> in Kconfig files may run commands.</param>
    public static Result<Configuration> Resolve(Application application, bool allowShell = false)
    {
        var defconfig = application.Defconfig is { } file ? DotConfigReader.Read(file) : Result.Of(ImmutableArray<ConfigRequest>.Empty);
        if (!defconfig.Succeeded)
            return Result.Failed<Configuration>(defconfig.Diagnostics);
        var requests = application.Platform.Requests.AddRange(defconfig.Value).AddRange(application.Requests);
        var resolved = Resolve(CoreMenu.Of(application, allowShell).Input(), requests, useDefconfigList: application.Defconfig is null);
        var found = defconfig.Diagnostics.AddRange(resolved.Diagnostics.Select(d => Own(d, application)));
        if (resolved.Value is { } configuration && MissingPlatform(application, configuration) is { } problem)
            return Result.Failed<Configuration>(found.Add(problem));
        return new Result<Configuration>(resolved.Value, found);
    }

    /// <summary>Resolves a configuration from a root file and requests; of several requests for one symbol the last one counts.</summary>
    /// <param name="input">What to read.</param>
    /// <param name="requests">The requests.</param>
    /// <param name="useDefconfigList">Whether the first file of <c>option defconfig_list</c> that exists gives further requests, which count before the others.</param>
    public static Result<Configuration> Resolve(KconfigInput input, IEnumerable<ConfigRequest> requests, bool useDefconfigList = false)
    {
        try
        {
            return ResolveAll(input, requests, useDefconfigList);
        }
        catch (InsufficientExecutionStackException)
        {
            return Result.Failed<Configuration>(Diagnostic.Error("UK1217", "The conditions are nested too deeply to be computed.", "Divide them: give parts of them to symbols of their own.").At(input.RootFile));
        }
    }

    private static Result<Configuration> ResolveAll(KconfigInput input, IEnumerable<ConfigRequest> requests, bool useDefconfigList)
    {
        var tree = input.Parse();
        var order = DependencyOrder.Of(tree);
        var found = tree.Diagnostics.AddRange(order.Diagnostics);
        if (found.Any(static d => d.Severity == Severity.Error))
            return Result.Failed<Configuration>(found);

        var evaluator = new Evaluator(tree);
        if (useDefconfigList && ListedDefconfig(evaluator, order.Value!, input) is { } listed)
        {
            found = found.AddRange(listed.Diagnostics);
            requests = listed.Value.Concat(requests);
        }

        var wanted = LastOfEach(requests);
        foreach (var request in wanted.Values)
        {
            if (tree.Find(request.Symbol) is { } symbol && Evaluator.IsValue(symbol.Type, request.Value))
                evaluator.SetUserValue(symbol, request.Value);
        }

        var configuration = new Configuration(evaluator, order.Value!, wanted);
        configuration.Evaluate();
        return Result.Of(configuration, [.. found, .. new Comparison(evaluator).Compare(wanted.Values)]);
    }

    /// <summary>Reads the file that <c>option defconfig_list</c> gives (kconfig-language, "option"): the first of its defaults that counts and exists.</summary>
    private static Result<ImmutableArray<ConfigRequest>>? ListedDefconfig(Evaluator evaluator, IReadOnlyList<Symbol> order, KconfigInput input)
    {
        if (evaluator.Tree.DefconfigList is not { } list)
            return null;
        evaluator.EvaluateAll(order);
        var file = list.Defaults
            .Where(d => evaluator.Truth(d) != Tristate.No && d.Value is SymbolExpression)
            .Select(d => evaluator.Text(((SymbolExpression)d.Value).Symbol))
            .Where(static path => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal))
            .Select(path => Path.GetFullPath(path, input.BaseFolder ?? Path.GetDirectoryName(input.RootFile)!))
            .FirstOrDefault(File.Exists);
        if (file is null)
            return null;
        var read = DotConfigReader.Read(file);
        return read with { Diagnostics = read.Diagnostics.Insert(0, new Diagnostic("UK1316", Severity.Note, $"Values come from '{file}', which {list.Name} lists.").At(list.Nodes[0].Place.File, list.Nodes[0].Place.Line)) };
    }

    /// <summary>
    /// What is nothing that a project can change becomes a note: what the files of a tree that somebody brought get wrong, and conditions of libraries on
    /// others that are not there, which is how they write an optional dependency. Warnings one learns to pass over hide others.
    /// </summary>
    private static Diagnostic Own(Diagnostic found, Application application)
    {
        if (found.File is not { } file)
            return found.At(application.ProjectFile);
        var isNote = found.Code is "UK1312" && application.Libraries.Any(l => IsBelow(file, l.Root));
        var isOfTree = found.Code is "UK1305" or "UK1309" or "UK1311" or "UK1312" or "UK1314" && IsBelow(file, application.CoreRoot) && !CoreTree.Read(application.CoreRoot).IsEmbedded;
        return isNote || isOfTree ? found with { Severity = Severity.Note } : found;
    }

    private static bool IsBelow(string file, string folder) => file.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    private static Diagnostic? MissingPlatform(Application application, Configuration configuration)
    {
        var missing = application.Platform.Requests.FirstOrDefault(r => r.Symbol.StartsWith("PLAT_", StringComparison.Ordinal) && !configuration.IsOn(r.Symbol));
        return missing is null
            ? null
            : Diagnostic.Error("UK1310", $"The core in '{application.CoreRoot}' does not build for the platform {application.Platform.Name}: {missing.Symbol} is not y.", "Use another platform, or another core.")
                .At(application.ProjectFile);
    }

    /// <summary>In the order of the requests: of two members of a choice, the one requested last is taken.</summary>
    private static OrderedDictionary<string, ConfigRequest> LastOfEach(IEnumerable<ConfigRequest> requests)
    {
        var last = new OrderedDictionary<string, ConfigRequest>(StringComparer.Ordinal);
        foreach (var request in requests.Select(static r => r with { Symbol = ConfigCondition.StripPrefix(r.Symbol) }).Reverse().DistinctBy(static r => r.Symbol).Reverse())
            last.Add(request.Symbol, request);
        return last;
    }
}
