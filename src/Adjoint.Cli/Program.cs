namespace Adjoint.Cli;

internal static class Program
{
    private static int Main(string[] args) => AdjointCommand.Run(args);
}
