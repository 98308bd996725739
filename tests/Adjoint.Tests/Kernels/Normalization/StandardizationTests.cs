using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class StandardizationTests
{
    // Rows below a vector, around one and around a block (8192 floats, 4096 doubles), so many that blocks hold several.
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 3 }, { 5, 2, 1 }, { 9000, 2, 1 }, { 7, 3, 4 }, { 700, 2, 13 }, { 3, 2, 16 }, { 3, 40, 17 }, { 1, 5, 1000 }, { 30, 3, 400 },
        { 4, 2, 2500 }, { 2, 2, 4097 }, { 2, 2, 8192 }, { 1, 2, 8195 }, { 3, 1, 8210 }, { 1, 100, 8 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Matches_the_definition_in_double_precision(int outer, int groups, int length)
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, outer * groups * length).Select(_ => (float)(20 + (3 * random.NextDouble())))];
        foreach (int period in new[] { -1, 0, groups })
        {
            int count = period == 0 ? length : Math.Max(1, period);
            double[] weight = [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() + 0.5))];
            double[] bias = [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
            double[] expected = Plain(x, outer, groups, length, period, weight, bias);
            Difference(expected, Run(x, outer, groups, length, period, weight, bias)).ShouldBeLessThan(1e-11);
            float[] single = Run(
                Array.ConvertAll(x, v => (float)v), outer, groups, length, period,
                Array.ConvertAll(weight, v => (float)v), Array.ConvertAll(bias, v => (float)v));
            Difference(expected, Array.ConvertAll(single, v => (double)v)).ShouldBeLessThan(2e-5);
        }
    }

    private static unsafe T[] Run<T>(T[] x, int outer, int groups, int length, int period, T[] weight, T[] bias)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        fixed (T* from = x, to = y, factors = weight, summands = bias)
        {
            Affine<T> affine = period < 0 ? default : new Affine<T>(factors, summands, period);
            Standardization.Run(from, to, outer, groups, length, 1e-3, affine);
        }

        return y;
    }

    private static double[] Plain(double[] x, int outer, int groups, int length, int period, double[] weight, double[] bias)
    {
        var y = new double[x.Length];
        for (int group = 0; group < groups; group++)
        {
            int[] places = [.. Enumerable.Range(0, outer).SelectMany(
                o => Enumerable.Range(0, length).Select(i => (((o * groups) + group) * length) + i))];
            double mean = places.Average(i => x[i]), variance = places.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (int i in places)
            {
                double standard = (x[i] - mean) / Math.Sqrt(variance + 1e-3);
                int place = period > 0 ? group % period : i % length;
                y[i] = period < 0 ? standard : (standard * weight[place]) + bias[place];
            }
        }

        return y;
    }

    private static double Difference(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();
}
