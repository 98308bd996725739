namespace Adjoint.Symbolic;

/// <summary>Words that are spelt alike.</summary>
public static class Spelling
{
    /// <summary>Of the words given those that a mistyped one may stand for, the nearest first.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="known">What may have been meant.</param>
    /// <returns>Words that a change in about every third letter leads to, or that begin with the word.</returns>
    public static IEnumerable<string> Near(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        int most = Math.Max(1, word.Length / 3);
        return known.Select(other => (Word: other, Distance: Distance(word.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(pair => pair.Distance <= most || (word.Length >= 3 && pair.Word.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .Select(pair => pair.Word);
    }

    /// <summary>The fewest letters to put in, take out, change, or exchange with the next one.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(changed, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }
}
