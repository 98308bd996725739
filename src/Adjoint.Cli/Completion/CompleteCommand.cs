using System.CommandLine;

namespace Adjoint.Cli;

/// <summary><c>adjoint complete -- "adjoint der"</c>: what the last word of a line may become, a line each; for scripts of
/// shells.</summary>
internal sealed class CompleteCommand : Command
{
    public CompleteCommand(Command root)
        : base("complete", "Print what the last word of a line may become.")
    {
        Hidden = true;
        var line = new Argument<string>("line");
        Arguments.Add(line);
        SetAction(options =>
        {
            string text = options.GetValue(line)!;
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) return ExitCode.Done;
            string rest = text[(space + 1)..];
            string last = rest[(rest.LastIndexOf(' ') + 1)..];
            ParseResult parsed = root.Parse(rest);
            foreach (string word in parsed.GetCompletions(rest.Length).Select(item => item.Label).Distinct())
                if (word.StartsWith(last, StringComparison.Ordinal)) Console.Out.WriteLine(word);
            return ExitCode.Done;
        });
    }
}
