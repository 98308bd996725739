using System.CommandLine;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>The options that make a page or a program of a derivation, or an exercise.</summary>
internal sealed class WorksheetOptions
{
    private readonly Option<string?> worksheet = new("--worksheet")
    {
        Description = "Write a page to hand in: question, steps, numbers, formulas; .tex, .md or .html.",
        HelpName = "FILE",
    };

    private readonly Option<string?> code = new("--code")
    {
        Description = "Write a program that computes the same, with gradients.",
        HelpName = "torch|numpy|csharp",
    };

    private readonly Option<ulong?> ask = NumberOption.Seed(
        "--ask", "An exercise: without results, at a point (and, without an expression, of a function) drawn by this seed");

    private readonly Option<bool> solve = new("--solve") { Description = "With --ask: show the results too." };

    public IEnumerable<Option> All => [worksheet, code, ask, solve];

    /// <summary>A function for an exercise, if there is none.</summary>
    public string? Draw(ParseResult options, bool hasExpression) =>
        options.GetValue(ask) is { } seed && !hasExpression ? Exercise.Function(seed) : null;

    /// <summary>The point, drawn for an exercise if there is none.</summary>
    public string[] Point(ParseResult options, Expression f, string[] given)
    {
        if (options.GetValue(solve) && options.GetValue(ask) is null) throw Usage("--solve: goes with --ask");
        return options.GetValue(ask) is { } seed && given.Length == 0 && !f.IsVector ? Exercise.Point(f, seed) : given;
    }

    /// <summary>Writes a page, a program or an exercise, if one is asked for; false if not.</summary>
    public bool Write(ParseResult options, DeriveReport report)
    {
        bool isOpen = options.GetValue(ask) is not null && !options.GetValue(solve);
        string? file = options.GetValue(worksheet);
        if (options.GetValue(code) is { } language)
        {
            if (report.Settings.Expression.IsVector || report.Settings.Point is null)
                throw Usage("--code: needs one function and one point, given with --at");
            Console.Out.Write(ProgramText.Write(report.Trace, report.Settings.Variables, language switch
            {
                "torch" => ProgramLanguage.Torch,
                "numpy" => ProgramLanguage.Numpy,
                "csharp" => ProgramLanguage.CSharp,
                _ => throw Usage($"--code: '{language}' is none of torch, numpy, csharp"),
            }));
            return true;
        }

        if (file is not null)
        {
            if (report.Settings.Expression.IsVector) throw Usage("--worksheet: needs one function, not a list");
            var sheet = new Worksheet(report, isOpen);
            string text = Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".tex" => LatexPage.Write(sheet),
                ".md" => MarkdownPage.Write(sheet),
                ".html" or ".htm" => HtmlPage.Write(sheet),
                _ => throw Usage($"--worksheet: '{file}' ends with none of .tex, .md, .html"),
            };
            File.WriteAllText(file, text);
            Console.Error.WriteLine($"wrote {file}");
            return true;
        }

        if (!isOpen) return false;
        Console.Out.Write(MarkdownPage.Plain(new Worksheet(report, true)));
        return true;
    }

    private static UsageException Usage(string problem) => new($"{problem}. See adjoint derive --help.");
}
