using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>The letter and the colour of each run in drawings.</summary>
internal static class RunMarks
{
    private static readonly Color[] Colors =
        [Color.Red, Color.Green, Color.Yellow, Color.Aqua, Color.Fuchsia, Color.Orange1, Color.Blue, Color.Lime];

    /// <summary>A, B, C, …, Z, and then small letters.</summary>
    public static char Letter(int run) => run < 26 ? (char)('A' + run) : (char)('a' + (run % 26));

    /// <summary>Its colour.</summary>
    public static Color ColorOf(int run) => Colors[run % Colors.Length];

    /// <summary>The line that says which is which.</summary>
    public static string Legend(IReadOnlyList<OptimizeRun> runs) => string.Join(
        "   ", runs.Select((run, i) => $"[{ColorOf(i).ToMarkup()}]{Letter(i)}[/] {Markup.Escape(run.Way.Label)}"));
}
