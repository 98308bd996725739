namespace Adjoint.Cli.Tests;

/// <summary>A test that sends signals; skipped where there are none.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs the signals, and the env command, of Linux";
    }
}
