namespace Adjoint.Peers.Driver;

/// <summary>Median, least and greatest of some measurements.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    /// <summary>Of the quotients, pair by pair.</summary>
    public static Spread OfRatios(IReadOnlyList<double> above, IReadOnlyList<double> below) =>
        Of(above.Zip(below, (a, b) => a / b));
}
