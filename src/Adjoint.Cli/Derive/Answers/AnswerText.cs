namespace Adjoint.Cli;

/// <summary>Checked answers as lines.</summary>
internal static class AnswerText
{
    public static IEnumerable<string> Lines(IReadOnlyList<AnswerCheck> checks)
    {
        if (checks.Count > 1)
        {
            int agree = checks.TakeWhile(check => check.Agrees).Count();
            yield return agree == checks.Count ? "All answers agree."
                : agree == 0 ? $"The first answer, {checks[0].Title}, does not agree."
                : $"The answers agree up to {checks[agree - 1].Title}; {checks[agree].Title} is the first that does not.";
        }

        foreach (AnswerCheck check in checks)
            foreach (string line in check.Lines()) yield return line;
    }
}
