using System.CommandLine;
using Unikraft.BuildReport;

var file = new Argument<string>("binlog") { Description = "The binary log that `dotnet build -bl` wrote." };
var top = new Option<int>("--top") { Description = "Lines of each table.", DefaultValueFactory = _ => 10, HelpName = "N" };
var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
top.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
        result.AddError("--top is a number from 1.");
});
var root = new RootCommand("Says where the time of a build went.\n\nExample: dotnet build -bl && unikraft-build-report msbuild.binlog") { file, top, json };
root.SetAction(parsed =>
{
    var path = parsed.GetValue(file)!;
    try
    {
        var times = BuildTimesReader.Read(path);
        Console.Out.Write(parsed.GetValue(json) ? times.ToJson() : TimeTables.Write(Path.GetFileName(path), times, parsed.GetValue(top)));
        return 0;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
    {
        Console.Error.WriteLine($"UK3043: the binary log '{path}' cannot be read: {e.Message.TrimEnd('.')}. Give the file that `dotnet build -bl` writes.");
        return 1;
    }
});
return root.Parse(args).Invoke();
