using Unikraft.Build.Diagnostics;

namespace Unikraft.Build.Kconfig.Syntax;

/// <summary>Reads a root file and all it sources into a tree. A bad line is one diagnostic; reading goes on with the next line.</summary>
internal sealed partial class Parser
{
    private const int MaximumFileDepth = 100;
    private const int MaximumErrors = 50;

    private readonly KconfigTree tree;
    private readonly SourceFiles files;
    private readonly MacroExpander macros;
    private readonly LineLexer lexer;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly List<Token> tokens = [];
    private readonly Stack<SourceReader> readers = new();
    private readonly Stack<Block> blocks = new();
    private readonly List<Diagnostic> diagnostics = [];
    private readonly List<string> filesRead = [];
    private int errors;

    private Parser(KconfigInput input)
    {
        tree = new KconfigTree(new Place(input.RootFile, 1));
        environment = input.Environment;
        files = new SourceFiles(input.BaseFolder ?? Path.GetDirectoryName(input.RootFile)!, input.VirtualFiles);
        macros = new MacroExpander(input.Environment, input.AllowShell ? new ShellCommand(input) : null, Report);
        lexer = new LineLexer(macros);
    }

    private Block Block => blocks.Peek();

    private Place Place => readers.Peek().Place;

    public static KconfigTree Parse(KconfigInput input)
    {
        var parser = new Parser(input);
        parser.blocks.Push(new Block("", parser.tree.Root, parser.tree.Root.Dependency, parser.tree.Root.Visibility, null, new Place(input.RootFile, 1), 0));
        if (parser.files.Find(input.RootFile) is [var root])
            parser.Open(root);
        else
            parser.Report(Diagnostic.Error("UK1202", $"The Kconfig file '{input.RootFile}' does not exist.", "Give the root Config.uk of a core.").At(input.RootFile));
        parser.ReadAll();
        parser.FinishTree();
        parser.tree.Files = [.. parser.filesRead];
        parser.tree.Diagnostics = [.. parser.diagnostics];
        return parser.tree;
    }

    private void ReadAll()
    {
        while (readers.Count > 0 && errors < MaximumErrors)
        {
            try
            {
                ReadNext(readers.Peek());
            }
            catch (SyntaxException problem)
            {
                Report(Diagnostic.Error(problem.Code, problem.Message, problem.Remedy).At(Place.File, Place.Line, problem.Column));
                BreakEntry();
            }
        }
    }

    /// <summary>Takes one step: a file that the last line sourced, the next line, or the end of the file.</summary>
    private void ReadNext(SourceReader reader)
    {
        if (reader.Pending.TryDequeue(out var file))
        {
            Open(file);
        }
        else if (reader.Read() is not { } line)
        {
            Close();
        }
        else if (!ReadAssignment(line))
        {
            lexer.Read(line, Place, tokens);
            if (tokens.Count > 0)
                ReadStatement();
        }
    }

    /// <summary>Reads <c>NAME = value</c>, <c>:=</c>, <c>+=</c>; the value is the rest of the line as it stands.</summary>
    private bool ReadAssignment(string line)
    {
        var text = line.AsSpan().TrimStart();
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '-'))
            length++;
        if (length == 0)
            return false;
        var rest = text[length..].TrimStart();
        var sign = rest switch
        {
            [':', '=', ..] => ":=",
            ['+', '=', ..] => "+=",
            ['=', ..] => "=",
            _ => null,
        };
        if (sign is null)
            return false;
        macros.Define(text[..length].ToString(), sign, rest[sign.Length..].TrimStart().ToString(), Place);
        return true;
    }

    private void Open(string path)
    {
        if (readers.Any(r => r.Path == path))
        {
            var chain = string.Join(" -> ", readers.Reverse().Select(static r => r.Path).Append(path));
            throw new SyntaxException($"The file sources itself: {chain}.", "Remove one of these 'source' lines.", "UK1203");
        }

        if (readers.Count == MaximumFileDepth)
            throw new SyntaxException($"Files are sourced more than {MaximumFileDepth} deep.", "Source the files from fewer levels.", "UK1203");
        try
        {
            readers.Push(new SourceReader(path, files.Read(path)));
            filesRead.Add(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Report(Diagnostic.Error("UK1202", $"'{path}' cannot be read: {problem.Message.TrimEnd('.')}.", "Check the file's permissions.").At(path));
        }
    }

    private void Close()
    {
        EndEntry();
        while (Block.FileDepth == readers.Count && Block.Keyword.Length > 0)
        {
            var open = blocks.Pop();
            Report(Diagnostic.Error("UK1206", $"The '{open.Keyword}' is not closed before the end of its file.", $"Add 'end{open.Keyword}'.").At(open.Place.File, open.Place.Line));
        }

        readers.Pop();
    }

    private void Warn(string code, string message, string remedy) => Report(Diagnostic.Warning(code, message, remedy).At(Place.File, Place.Line));

    private void Report(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        if (diagnostic.Severity == Severity.Error)
            errors++;
    }
}
