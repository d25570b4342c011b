using System.Runtime.InteropServices;

namespace Netlab.Attachments;

/// <summary>The few Linux calls that .NET has no face for (man pages: open(2), ioctl(2), poll(2), nanosleep(2), unshare(2), execvp(3)).</summary>
internal static partial class Native
{
    /// <summary>open(2): read and write.</summary>
    public const int O_RDWR = 2;

    /// <summary>open(2): never wait.</summary>
    public const int O_NONBLOCK = 0x800;

    /// <summary>open(2): not for child processes.</summary>
    public const int O_CLOEXEC = 0x80000;

    /// <summary>poll(2): data to read.</summary>
    public const short POLLIN = 1;

    /// <summary>unshare(2): a network namespace of its own.</summary>
    public const int CLONE_NEWNET = 0x40000000;

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int Ioctl(int fd, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int fd, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int fd, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollFd fds, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    public static partial int NanoSleep(ref TimeSpec request, nint remaining);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ExecVp(string file, string?[] arguments);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
