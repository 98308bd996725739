using System.Runtime.InteropServices;

namespace Adjoint.Peers.Driver;

/// <summary>Stops and continues processes, as the kernel numbers the signals on Linux.</summary>
internal static partial class Signal
{
    private const int ContinueNumber = 18;
    private const int StopNumber = 19;

    public static void Continue(int process) => _ = Kill(process, ContinueNumber);

    public static void Stop(int process) => _ = Kill(process, StopNumber);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
