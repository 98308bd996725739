using System.CommandLine;

namespace Adjoint.Cli;

/// <summary>An option whose value is one of some words.</summary>
internal static class ChoiceOption
{
    /// <summary>Makes it; the first word is the default.</summary>
    public static Option<string> Create(string name, string description, IEnumerable<string> words)
    {
        string[] known = [.. words];
        return new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', known),
            DefaultValueFactory = _ => known[0],
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!known.Contains(text)) result.AddError($"{name}: '{text}' is none of {string.Join(", ", known)}.");
                return text;
            },
        };
    }
}
