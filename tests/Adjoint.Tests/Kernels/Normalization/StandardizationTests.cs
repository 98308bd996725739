using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

[Collection(ThreadTests.Name)]
public sealed class StandardizationTests
{
    private const double Epsilon = 1e-3;

    // Rows below a vector, around one and around a block (8192 floats, 4096 doubles), so many that blocks hold several.
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 3 }, { 5, 2, 1 }, { 9000, 2, 1 }, { 7, 3, 4 }, { 700, 2, 13 }, { 3, 2, 16 }, { 3, 40, 17 }, { 1, 5, 1000 }, { 30, 3, 400 },
        { 4, 2, 2500 }, { 2, 2, 4097 }, { 2, 2, 8192 }, { 1, 2, 8195 }, { 3, 1, 8210 }, { 1, 100, 8 }, { 1, 1500, 33 }, { 3, 2, 10_000 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Matches_the_definition_in_double_precision(int outer, int groups, int length)
    {
        foreach (int period in Periods(groups))
        {
            var plain = new Plain(outer, groups, length, period);
            Compare(Run<double>(plain), plain, 1e-11);
            Compare(Run<float>(plain), plain, 2e-5);
        }
    }

    [Fact]
    public void Results_that_go_past_the_caches_match_the_definition()
    {
        var plain = new Plain(9, 2, 500_001, 2);
        Compare(Run<float>(plain), plain, 2e-5);
    }

    [Theory]
    [InlineData(8, 24, 300, 24)]
    [InlineData(8, 24, 300, 6)]
    [InlineData(1, 3000, 40, 0)]
    [InlineData(1, 40, 9000, 0)]
    public void The_bits_do_not_depend_on_the_threads(int outer, int groups, int length, int period)
    {
        var plain = new Plain(outer, groups, length, period);
        Threads.ShouldAgree(() =>
        {
            Results<float> results = Run<float>(plain);
            return [.. new[] { results.Y, results.Mean, results.Scale, results.Variance, results.Dx, results.DWeight, results.DBias }
                .SelectMany(values => values.SelectMany(BitConverter.GetBytes))];
        });
    }

    /// <summary>No weight, a weight for each element of a row, for each group, and for groups in turn.</summary>
    private static int[] Periods(int groups) => groups % 2 == 0 ? [-1, 0, groups, groups / 2] : [-1, 0, groups];

    private static void Compare<T>(Results<T> actual, Plain plain, double tolerance) where T : INumberBase<T>
    {
        Difference(plain.Y, Samples.ToDouble(actual.Y)).ShouldBeLessThan(tolerance);
        Difference(plain.Mean, Samples.ToDouble(actual.Mean)).ShouldBeLessThan(tolerance);
        Difference(plain.Scale, Samples.ToDouble(actual.Scale)).ShouldBeLessThan(tolerance * 30);
        Difference(plain.Variance, Samples.ToDouble(actual.Variance)).ShouldBeLessThan(tolerance);
        Difference(plain.Dx, Samples.ToDouble(actual.Dx)).ShouldBeLessThan(tolerance * 30);

        // The mean is rounded, which counts as often as numbers are added up.
        double count = plain.X.Length / (double)plain.DBias.Length, sums = tolerance * Math.Max(Math.Sqrt(count), count / 50);
        Difference(plain.DWeight, Samples.ToDouble(actual.DWeight)).ShouldBeLessThan(sums);
        Difference(plain.DBias, Samples.ToDouble(actual.DBias)).ShouldBeLessThan(sums);
    }

    private static unsafe Results<T> Run<T>(Plain plain) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int outer, int groups, int length) = (plain.Outer, plain.Groups, plain.Length);
        var r = new Results<T>(plain);
        T[] x = From<T>(plain.X), g = From<T>(plain.G), weight = From<T>(plain.Weight), bias = From<T>(plain.Bias);
        fixed (T* from = x, slope = g, factors = weight, summands = bias)
        fixed (T* y = r.Y, mean = r.Mean, scale = r.Scale, variance = r.Variance, dx = r.Dx, dWeight = r.DWeight, dBias = r.DBias)
        {
            Affine<T> affine = plain.Period < 0 ? default : new Affine<T>(factors, summands, plain.Period);
            Standardization.Run(
                from, y, outer, groups, length, Epsilon, affine, new GroupStatistics<T>(mean, scale, variance));
            Standardization.Backward(
                from, slope, outer, groups, length, new GroupStatistics<T>(mean, scale),
                plain.Period < 0 ? null : factors, Math.Max(0, plain.Period), dx, dWeight, dBias);

            // The same without the part that is not wanted.
            T[] alone = new T[x.Length], again = new T[r.DWeight.Length];
            fixed (T* only = alone, parameters = again)
            {
                Standardization.Backward(
                    from, slope, outer, groups, length, new GroupStatistics<T>(mean, scale),
                    plain.Period < 0 ? null : factors, Math.Max(0, plain.Period), only, null, null);
                Standardization.Backward(
                    from, slope, outer, groups, length, new GroupStatistics<T>(mean, scale),
                    plain.Period < 0 ? null : factors, Math.Max(0, plain.Period), null, parameters, dBias);
            }

            alone.ShouldBe(r.Dx);
            again.ShouldBe(r.DWeight);
        }

        return r;
    }

    private static T[] From<T>(double[] values) where T : INumberBase<T> => Array.ConvertAll(values, T.CreateChecked);

    private static double Difference(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();

    private sealed class Results<T>(Plain plain)
    {
        public readonly T[] Y = new T[plain.X.Length], Dx = new T[plain.X.Length];
        public readonly T[] Mean = new T[plain.Groups], Scale = new T[plain.Groups], Variance = new T[plain.Groups];
        public readonly T[] DWeight = new T[plain.Weight.Length], DBias = new T[plain.Weight.Length];
    }

    /// <summary>The definition, in double precision: period -1 stands for no weight.</summary>
    private sealed class Plain
    {
        public readonly int Outer, Groups, Length, Period;
        public readonly double[] X, G, Weight, Bias, Y, Dx, DWeight, DBias, Mean, Scale, Variance;

        public Plain(int outer, int groups, int length, int period)
        {
            (Outer, Groups, Length, Period) = (outer, groups, length, period);
            var random = new Random(5);
            int count = outer * groups * length, weights = period > 0 ? period : length;
            X = Numbers(count, () => 20 + (3 * random.NextDouble()));
            G = Numbers(count, () => random.NextDouble() - 0.4);
            Weight = Numbers(weights, () => period < 0 ? 1 : random.NextDouble() + 0.5);
            Bias = Numbers(weights, () => period < 0 ? 0 : random.NextDouble() - 0.5);
            (Y, Dx, DWeight, DBias) = (new double[count], new double[count], new double[weights], new double[weights]);
            (Mean, Scale, Variance) = (new double[groups], new double[groups], new double[groups]);
            for (int group = 0; group < groups; group++) Fill(group);
        }

        private static double[] Numbers(int count, Func<double> next) =>
            [.. Enumerable.Range(0, count).Select(_ => (double)(float)next())];

        private void Fill(int group)
        {
            int[] places = [.. Enumerable.Range(0, Outer).SelectMany(
                o => Enumerable.Range(0, Length).Select(i => (((o * Groups) + group) * Length) + i))];
            double mean = Mean[group] = places.Average(i => X[i]);
            Variance[group] = places.Average(i => (X[i] - mean) * (X[i] - mean));
            double scale = Scale[group] = 1 / Math.Sqrt(Variance[group] + Epsilon);
            int WeightOf(int place) => Period > 0 ? group % Period : place % Length;
            double Standard(int place) => (X[place] - mean) * scale;
            double sum = places.Sum(i => Weight[WeightOf(i)] * G[i]);
            double product = places.Sum(i => Weight[WeightOf(i)] * G[i] * Standard(i));
            foreach (int i in places)
            {
                int w = WeightOf(i);
                Y[i] = (Standard(i) * Weight[w]) + Bias[w];
                Dx[i] = scale * ((Weight[w] * G[i]) - (sum / places.Length) - (Standard(i) * product / places.Length));
                DWeight[w] += G[i] * Standard(i);
                DBias[w] += G[i];
            }
        }
    }
}
