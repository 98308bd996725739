using System.Globalization;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Compares what a person got with the derivation, and looks for what explains the difference.</summary>
/// <param name="Answer">What the person got.</param>
/// <param name="Title">What it is of.</param>
/// <param name="Right">What it should be.</param>
/// <param name="Agrees">Whether they agree, to the digits given.</param>
/// <param name="Explanations">What explains the difference, the simplest first; empty if nothing was found.</param>
internal sealed record AnswerCheck(HandAnswer Answer, string Title, double Right, bool Agrees, IReadOnlyList<Slip> Explanations)
{
    private const int MostExplanations = 4;

    public static IReadOnlyList<AnswerCheck> All(DeriveReport report) =>
        [.. report.Settings.Answers.Select(answer => Of(report, answer))];

    /// <summary>The check in sentences.</summary>
    public IEnumerable<string> Lines()
    {
        string given = $"{Title}: {Answer.Text}";
        if (Agrees)
        {
            yield return $"{given} agrees with {Number(Right)}.";
            yield break;
        }

        yield return $"{given} is {Number(Answer.Value - Right, sign: true)} off; it should be {Number(Right)}.";
        if (Explanations.Count == 0)
        {
            yield return "  No single rounding and no single slip of the usual kinds gives this number.";
            yield break;
        }

        foreach (Slip slip in Explanations)
            yield return $"  {(slip.IsRounding ? "Rounding" : "A slip")} explains it: {slip.Explanation} gives {Number(slip.Value)}.";
    }

    private static AnswerCheck Of(DeriveReport report, HandAnswer answer)
    {
        (string title, double right, Tensor? variable) = Find(report, answer.Name);
        bool agrees = answer.Agrees(right);
        Slip[] found = agrees || variable is null ? [] : Explain(report, answer, variable);
        return new AnswerCheck(answer, title, right, agrees, found);
    }

    private static Slip[] Explain(DeriveReport report, HandAnswer answer, Tensor variable)
    {
        var found = new List<Slip>();
        foreach (Slip slip in Slips.Of(report.Settings.Expression, report.Settings.Point!, variable))
        {
            if (!answer.Agrees(slip.Value) || found.Exists(other => slip.Explanation.StartsWith(other.Explanation,
                StringComparison.Ordinal))) continue;
            // One way to round that explains it makes a mistake less likely, and more ways to round are no news.
            if (found.Count(other => other.IsRounding == slip.IsRounding) >= MostExplanations / 2) continue;
            found.Add(slip);
            if (found.Count == MostExplanations) break;
        }

        return [.. found];
    }

    private static (string Title, double Right, Tensor? Variable) Find(DeriveReport report, string name)
    {
        Derivation trace = report.Trace;
        string f = report.OutputNames[0];
        string plain = name.Replace('∂', 'd');
        int slash = plain.IndexOf("/d", StringComparison.Ordinal);
        if (slash > 1 && plain[0] == 'd')
        {
            (string above, string below) = (plain[1..slash], plain[(slash + 2)..]);
            if (above != f && trace.Rows.FirstOrDefault(row => row.Name == above)?.Partials.FirstOrDefault(p =>
                p.Input == below) is { Value: { } slope })
                return ($"∂{above}/∂{below}", slope, null);
            name = below;
            if (trace.Rows.FirstOrDefault(row => row.Name == below)?.Adjoint is { } adjoint) return ($"∂{f}/∂{below}",
                adjoint.Detach().Item(), null);
        }

        int place = report.Settings.Variables.ToList().FindIndex(variable => variable.Name == name);
        if (place >= 0) return ($"∂{f}/∂{name}", report.Gradients![place].Reverse, report.Settings.Variables[place]);
        if (trace.Rows.FirstOrDefault(row => row.Name == name)?.Value is { } value) return (name, value.Detach().Item(), null);
        string known = string.Join(", ", report.Settings.Variables.Select(v => v.Name!).Concat(trace.Rows.Select(row =>
            row.Name)).Take(12));
        throw new UsageException($"--answer: there is no variable and no row '{name}'; there are {known}. See adjoint derive --help.");
    }

    private static string Number(double value, bool sign = false) =>
        (sign && value > 0 ? "+" : "") + value.ToString("G8", CultureInfo.InvariantCulture).Replace('E', 'e');
}
