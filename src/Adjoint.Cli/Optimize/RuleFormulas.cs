using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>
/// The formulas of an update rule, as its documentation states them: the source of each rule is embedded, so that they are
/// written down once.
/// </summary>
internal static class RuleFormulas
{
    /// <summary>The lines between the code tags of the rule's documentation.</summary>
    public static IReadOnlyList<string> Of(UpdateRule rule)
    {
        using Stream source = typeof(RuleFormulas).Assembly.GetManifestResourceStream($"Rules.{rule.Name()}.cs")!;
        using var reader = new StreamReader(source);
        var lines = new List<string>();
        bool within = false;
        while (reader.ReadLine() is { } line)
        {
            string text = line.StartsWith("/// ", StringComparison.Ordinal) ? line[4..] : line;
            if (text.StartsWith("</code>", StringComparison.Ordinal)) break;
            if (within) lines.Add(text.Replace("&gt;", ">", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal));
            within |= text.StartsWith("<code>", StringComparison.Ordinal);
        }

        return lines;
    }
}
