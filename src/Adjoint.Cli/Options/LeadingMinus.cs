using System.CommandLine;

namespace Adjoint.Cli;

/// <summary>An expression that begins with a minus, which would else be taken for an option.</summary>
internal static class LeadingMinus
{
    /// <summary>The words of a command line, with a space in front of an expression such as <c>-h^2</c>.</summary>
    public static string[] Protect(string[] args, Command root)
    {
        if (args.Length < 2 || root.Subcommands.FirstOrDefault(c => c.Name == args[0]) is not { Arguments.Count: > 0 } command) return args;
        string[] safe = [.. args];
        for (int i = 1; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-') || args[i] == "-")
            {
                if (!TakesValue(command, args[i - 1])) return safe; // the expression is there
            }
            else if (args[i] == "--") return safe;
            else if (!TakesValue(command, args[i - 1]) && !IsOption(command, args[i]))
            {
                safe[i] = " " + args[i];
                return safe;
            }
        }

        return safe;
    }

    /// <summary>A word that looks like an option and is none of the command; null if there is none.</summary>
    public static string? Unknown(string[] args, Command root)
    {
        if (args.Length == 0 || root.Subcommands.FirstOrDefault(c => c.Name == args[0]) is not { Hidden: false } command) return null;
        for (int i = 1; i < args.Length && args[i] != "--"; i++)
        {
            bool isLong = args[i].StartsWith("--", StringComparison.Ordinal) && IsOption(command, args[i]);
            if (isLong && Find(command, args[i].Split('=', ':')[0]) is null && !TakesValue(command, args[i - 1])) return args[i];
        }

        return null;
    }

    private static bool TakesValue(Command command, string word) =>
        Find(command, word) is { } option && option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    /// <summary>Whether a word is an option, or looks like a mistyped one: two dashes and letters.</summary>
    private static bool IsOption(Command command, string word)
    {
        if (Find(command, word.Split('=', ':')[0]) is not null) return true;
        string name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..].Split('=', ':')[0] : "";
        return name.Length > 1 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }

    private static Option? Find(Command command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));
}
