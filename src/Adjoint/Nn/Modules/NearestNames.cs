namespace Adjoint.Nn;

/// <summary>Suggests existing names near a mistyped one.</summary>
internal static class NearestNames
{
    private const int Most = 6;

    /// <summary>A sentence with the names that are nearest by Levenshtein's distance.</summary>
    public static string Hint(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] nearest = [.. names.Distinct().OrderBy(other => Distance(name, other)).Take(Most)];
        return nearest.Length == 0 ? "There are none at all." : $"Near that are: {string.Join(", ", nearest)}.";
    }

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
