using System.Text.Json.Nodes;

namespace Adjoint.Peers.Driver;

/// <summary>How far two lists of outputs lie apart.</summary>
internal static class Comparison
{
    /// <summary>
    /// The largest difference of any element, in units of the root mean square of the expected output it belongs to;
    /// infinite if the outputs are not of the same number and size, or one is NaN.
    /// </summary>
    public static double Difference(JsonArray actual, JsonArray expected)
    {
        if (actual.Count != expected.Count) return double.PositiveInfinity;
        double largest = 0;
        for (int i = 0; i < actual.Count; i++) largest = Math.Max(largest, Difference(Values(actual[i]), Values(expected[i])));
        return largest;
    }

    private static double Difference(double[] actual, double[] expected)
    {
        if (actual.Length != expected.Length) return double.PositiveInfinity;
        double scale = Math.Sqrt(expected.Sum(value => value * value) / expected.Length);
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            if (double.IsNaN(difference)) return double.PositiveInfinity;
            largest = Math.Max(largest, difference);
        }

        return largest == 0 ? 0 : largest / scale;
    }

    /// <summary>Numbers that JSON has no notation for come as null.</summary>
    private static double[] Values(JsonNode? output) =>
        [.. output!.AsArray().Select(value => value?.GetValue<double>() ?? double.NaN)];
}
