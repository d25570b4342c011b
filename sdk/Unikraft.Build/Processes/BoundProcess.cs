using CliWrap;

namespace Unikraft.Build.Processes;

/// <summary>Starts programs that must not outlive this process, however it ends.</summary>
internal static class BoundProcess
{
    /// <summary>The program of util-linux that asks the kernel for a signal at the parent's death.</summary>
    private const string Binder = "setpriv";

    /// <summary>Makes the command one that gets a signal when we die; unchanged where the system cannot do that.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments, word by word.</param>
    /// <param name="signal">The name of the signal, for example <c>TERM</c>.</param>
    public static Command Bind(Command command, IEnumerable<string> arguments, string signal) => OperatingSystem.IsLinux() && IsOnPath(Binder)
        ? command.WithTargetFile(Binder).WithArguments(["--pdeathsig", signal, command.TargetFilePath, .. arguments])
        : command.WithArguments(arguments);

    /// <summary>
    /// Starts a command. "We" is the thread that does so (prctl(2), PR_SET_PDEATHSIG), so a thread of its own lives as long as the process;
    /// one of the pool may end any time.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static CommandTask<CommandResult> Start(Command command, CancellationToken kill)
    {
        var started = new TaskCompletionSource<CommandTask<CommandResult>>();
        new Thread(() =>
        {
            try
            {
                var running = command.ExecuteAsync(kill);
                started.SetResult(running);
                ((IAsyncResult)running.Task).AsyncWaitHandle.WaitOne();
            }
            catch (Exception problem) when (!started.Task.IsCompleted)
            {
                started.SetException(problem);
            }
        })
        {
            IsBackground = true,
            Name = Path.GetFileName(command.TargetFilePath),
        }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Tells whether a program stands in a folder of PATH.</summary>
    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
