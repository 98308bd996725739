namespace Adjoint.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>What the user gave to work on is wrong: a missing folder, a damaged file.</summary>
    public const int WrongInput = 1;

    /// <summary>The command was called wrongly: an unknown option, a value out of range.</summary>
    public const int WrongUsage = 2;

    /// <summary>Ended by Ctrl-C: 128 and the signal's number.</summary>
    public const int Interrupted = 130;
}
