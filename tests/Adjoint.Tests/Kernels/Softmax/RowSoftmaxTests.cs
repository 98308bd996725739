using System.Runtime.InteropServices;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

[Collection(ThreadTests.Name)]
public sealed class RowSoftmaxTests
{
    // Around one, two and four vectors of each type, and the items of work.
    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 3, 2 }, { 40, 7 }, { 5, 8 }, { 5, 9 }, { 900, 10 }, { 3, 15 }, { 4, 16 }, { 2, 17 }, { 3, 24 }, { 3, 31 }, { 2, 32 },
        { 7, 33 }, { 2, 47 }, { 2, 48 }, { 2, 63 }, { 3, 64 }, { 2, 65 }, { 30, 1000 }, { 1, 9001 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Matches_the_definition_in_double_precision(int rows, int length)
    {
        double[] x = Numbers(rows * length);
        foreach (bool logarithm in new[] { false, true })
        {
            double[] expected = Plain(x, length, logarithm);
            Difference(expected, Run(x, length, logarithm)).ShouldBeLessThan(logarithm ? 1e-14 : 1e-15);
            double[] single = [.. Run(Array.ConvertAll(x, v => (float)v), length, logarithm).Select(v => (double)v)];
            Difference(expected, single).ShouldBeLessThan(logarithm ? 2e-5 : 2e-6);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(75)]
    [InlineData(1000)]
    public void A_NaN_or_an_infinity_spoils_its_row_and_no_other(int length)
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            foreach (int place in new[] { 0, 1, length / 2, length - 2, length - 1 })
            {
                float[] x = Array.ConvertAll(Numbers(3 * length), v => (float)v);
                x[length + place] = bad;
                foreach (bool logarithm in new[] { false, true })
                {
                    float[] y = Run(x, length, logarithm);
                    y[..length].ShouldAllBe(v => float.IsFinite(v));
                    y[(2 * length)..].ShouldAllBe(v => float.IsFinite(v));
                    if (float.IsNaN(bad) || !logarithm) float.IsNaN(y[length + place]).ShouldBeTrue($"{bad} at {place}");
                    if (float.IsNaN(bad)) y[length..(2 * length)].ShouldAllBe(v => float.IsNaN(v));
                }
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void What_is_masked_by_minus_infinity_gets_nothing(int length)
    {
        float[] x = new float[2 * length];
        Array.Fill(x, float.NegativeInfinity);
        x[3] = -200;
        float[] y = Run(x, length, false);
        y[..length].ShouldBe([0, 0, 0, 1, .. new float[length - 4]]);
        y[length..].ShouldAllBe(v => float.IsNaN(v));
    }

    [Fact]
    public void Large_results_are_the_same_bits_as_small_ones()
    {
        const int rows = 8500, length = 1001;
        float[] x = Array.ConvertAll(Numbers(rows * length), v => (float)v);
        foreach (bool logarithm in new[] { false, true })
        {
            float[] all = Run(x, length, logarithm);
            all[(4000 * length)..(4010 * length)].ShouldBe(Run(x[(4000 * length)..(4010 * length)], length, logarithm));
        }
    }

    [Fact]
    public void Bits_depend_on_neither_threads_nor_place_in_memory()
    {
        float[] x = Array.ConvertAll(Numbers(50 * 333), v => (float)v);
        Threads.ShouldAgree(() => MemoryMarshal.AsBytes<float>(Run(x, 333, false)).ToArray());
        float[] plain = Run(x, 333, false);
        for (int shift = 1; shift < 16; shift++)
            Run([.. new float[shift], .. x], 333, false, shift)[shift..].ShouldBe(plain);
    }

    private static double[] Numbers(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 12) - 6))];
    }

    private static unsafe T[] Run<T>(T[] x, int length, bool logarithm, int start = 0)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        fixed (T* from = x, to = y) RowSoftmax.Run(from + start, to + start, (x.Length - start) / length, length, logarithm);
        return y;
    }

    private static double[] Plain(double[] x, int length, bool logarithm) =>
        [.. x.Chunk(length).SelectMany(row =>
        {
            double most = row.Max(), sum = row.Sum(v => Math.Exp(v - most));
            return row.Select(v => logarithm ? v - most - Math.Log(sum) : Math.Exp(v - most) / sum);
        })];

    private static double Difference(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();
}
