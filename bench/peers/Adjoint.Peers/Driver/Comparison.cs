using System.Text.Json.Nodes;

namespace Adjoint.Peers.Driver;

/// <summary>How far two lists of outputs lie apart.</summary>
internal static class Comparison
{
    /// <summary>
    /// Of each output the largest difference of an element, in units of the root mean square of what is expected; infinite
    /// if sizes differ or an element is NaN.
    /// </summary>
    public static double[] Differences(JsonArray actual, JsonArray expected) => actual.Count == expected.Count
        ? [.. actual.Zip(expected, (own, other) => Difference(Values(own), Values(other)))]
        : [double.PositiveInfinity];

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
