using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Reads sizes as <c>1x3x224x224</c>.</summary>
internal static class InputSizes
{
    public static Shape Parse(string text)
    {
        string[] parts = text.Split('x', '×', ',');
        var sizes = new int[parts.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] < 1)
                throw new UsageException(
                    $"--input: '{text}' is not sizes of at least 1 with x between, such as 1x3x224x224. See adjoint inspect --help.");
        }

        return Shape.Create(sizes);
    }
}
