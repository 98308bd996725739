using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>Colours and moving lines where a person looks on, plain text in files and pipes.</summary>
internal static class Terminal
{
    // A file has no width: wide enough that no row of a table is broken.
    private const int FileWidth = 200;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Output() => Over(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public static IAnsiConsole Error() => Over(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Over(TextWriter output, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = FileWidth;
        return console;
    }
}
