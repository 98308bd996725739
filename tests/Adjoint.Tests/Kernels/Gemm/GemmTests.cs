using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Kernels;
using FsCheck;
using FsCheck.Fluent;
using static Adjoint.Tests.Kernels.Samples;

namespace Adjoint.Tests.Kernels;

/// <summary>Every width against three naive loops in double precision.</summary>
public sealed class GemmTests
{
    private delegate void Multiplier<T>(in Product<T> product)
        where T : unmanaged, INumberBase<T>;

    /// <summary>Sizes around the register tiles of all widths (6, 8, 12, 16, 32) and the small and in-place thresholds.</summary>
    private static readonly int[] Edges = [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33, 65];

    [Fact]
    public void Float_at_512_bits() => AroundEveryEdge<float>(Gemm.Multiply<float, SimdVector512<float>>);

    [Fact]
    public void Float_at_256_bits() => AroundEveryEdge<float>(Gemm.Multiply<float, SimdVector256<float>>);

    [Fact]
    public void Float_at_128_bits() => AroundEveryEdge<float>(Gemm.Multiply<float, SimdVector128<float>>);

    [Fact]
    public void Double_at_512_bits() => AroundEveryEdge<double>(Gemm.Multiply<double, SimdVector512<double>>);

    [Fact]
    public void Double_at_256_bits() => AroundEveryEdge<double>(Gemm.Multiply<double, SimdVector256<double>>);

    [Fact]
    public void Double_at_128_bits() => AroundEveryEdge<double>(Gemm.Multiply<double, SimdVector128<double>>);

    [Theory]
    [InlineData(3, 40, 383)]
    [InlineData(3, 40, 384)]
    [InlineData(50, 40, 385)]
    [InlineData(143, 255, 30)]
    [InlineData(145, 257, 30)]
    [InlineData(300, 530, 770)]
    [InlineData(149, 263, 769)]
    [InlineData(145, 1031, 386)]
    [InlineData(25, 259, 1153)]
    [InlineData(13, 3073, 20)]
    [InlineData(3073, 13, 20)]
    [InlineData(1, 5000, 40)]
    [InlineData(5000, 1, 40)]
    [InlineData(1, 1, 10000)]
    public void Around_the_cache_blocks(int m, int n, int k)
    {
        for (int layout = 0; layout < 8; layout++)
        {
            Check<float>(Gemm.Multiply, m, n, k, (layout & 1) != 0, (layout & 2) != 0, (layout & 4) != 0);
            if (layout < 4) Check<double>(Gemm.Multiply, m, n, k, (layout & 1) != 0, (layout & 2) != 0, true);
        }
    }

    /// <summary>Around the limits of the kernels that leave an operand unpacked, and of those that cut the depth.</summary>
    [Theory]
    [InlineData(1, 4100, 35)]
    [InlineData(1, 4099, 257)]
    [InlineData(1, 16, 700)]
    [InlineData(1, 15, 700)]
    [InlineData(1, 127, 97)]
    [InlineData(1, 128, 96)]
    [InlineData(1, 255, 79)]
    [InlineData(1, 333, 1000)]
    [InlineData(7, 4100, 35)]
    [InlineData(24, 530, 300)]
    [InlineData(25, 530, 300)]
    [InlineData(1, 300, 515)]
    [InlineData(5, 300, 515)]
    [InlineData(32, 61, 257)]
    [InlineData(33, 61, 257)]
    [InlineData(700, 1, 257)]
    [InlineData(301, 9, 400)]
    [InlineData(301, 12, 385)]
    [InlineData(301, 13, 385)]
    [InlineData(101, 32, 384)]
    [InlineData(101, 17, 100)]
    [InlineData(59, 16, 100)]
    [InlineData(48, 33, 100)]
    [InlineData(1001, 10, 100)]
    [InlineData(1001, 3, 100)]
    [InlineData(2467, 2, 40)]
    [InlineData(900, 20, 33)]
    [InlineData(20, 24, 5000)]
    [InlineData(64, 64, 1537)]
    [InlineData(97, 85, 1600)]
    public void Around_the_limits_of_special_shapes(int m, int n, int k)
    {
        for (int layout = 0; layout < 8; layout++)
        {
            (bool a, bool b, bool accumulate) = ((layout & 1) != 0, (layout & 2) != 0, (layout & 4) != 0);
            Check<float>(Gemm.Multiply<float, SimdVector512<float>>, m, n, k, a, b, accumulate);
            Check<float>(Gemm.Multiply<float, SimdVector256<float>>, m, n, k, a, b, accumulate);
            Check<float>(Gemm.Multiply<float, SimdVector128<float>>, m, n, k, a, b, accumulate);
            Check<double>(Gemm.Multiply<double, SimdVector512<double>>, m, n, k, a, b, accumulate);
        }
    }

    /// <summary>A last block of few rows takes the right panels that the blocks before it share.</summary>
    [Fact]
    public void Blocks_of_rows_of_unequal_height()
    {
        Check<float>(Gemm.Multiply<float, SimdVector128<float>>, 3075, 65, 390, false, false, false);
        Check<float>(Gemm.Multiply<float, SimdVector512<float>>, 3075, 257, 390, false, true, true);
    }

    [Fact]
    public void Random_shapes_and_layouts()
    {
        Gen<int> size = Gen.Choose(1, 90);
        Prop.ForAll(
            size.Three().ToArbitrary(),
            Gen.Choose(0, 31).ToArbitrary(),
            (sizes, bits) => Check<float>(
                Gemm.Multiply, sizes.Item1, sizes.Item2, sizes.Item3,
                (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, 1 + ((bits >> 3) & 1), 1 + ((bits >> 4) & 1)))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void An_empty_sum_is_zero(bool accumulate)
    {
        float[] c = [1, 2, 3, 4, 5, 6, 7];
        fixed (float* p = c) Gemm.Multiply<float>(2, 2, 0, null, 0, 0, null, 0, 0, p, 4, accumulate);
        c.ShouldBe(accumulate ? [1, 2, 3, 4, 5, 6, 7] : [0, 0, 3, 4, 0, 0, 7]);
    }

    [Fact]
    public unsafe void No_rows_or_no_columns_do_nothing()
    {
        Gemm.Multiply<float>(0, 5, 5, null, 0, 0, null, 0, 0, null, 5, false);
        Gemm.Multiply<double>(5, 0, 5, null, 0, 0, null, 0, 0, null, 0, false);
        Gemm.MultiplyBatch<float>(0, 5, 5, 5, null, 0, 0, 0, null, 0, 0, 0, null, 0, 0, false);
    }

    /// <summary>So a row has the same bits wherever an item begins.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(77)]
    [InlineData(256)]
    public void Four_dot_products_have_the_bits_of_one_each(int k)
    {
        CheckFour<float, SimdVector512<float>>(k);
        CheckFour<float, SimdVector256<float>>(k);
        CheckFour<double, SimdVector128<double>>(k);
    }

    private static unsafe void CheckFour<T, TVector>(int k)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        T[] a = Numbers<T>(4 * (k + 1), 1), b = Numbers<T>(k, 2), sums = new T[4];
        fixed (T* pa = a, pb = b, ps = sums)
        {
            Dot<T, TVector>.OfFour(pa, k + 1, pb, k, ps);
            for (int i = 0; i < 4; i++) sums[i].ShouldBe(Dot<T, TVector>.Of(pa + (i * (k + 1)), pb, k));
        }
    }

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(40, 40, 40)]
    [InlineData(1, 40, 40)]
    [InlineData(9, 600, 300)]
    [InlineData(300, 10, 50)]
    [InlineData(300, 10, 500)]
    [InlineData(40, 40, 2000)]
    [InlineData(150, 300, 400)]
    public unsafe void Not_a_number_and_infinity_propagate(int m, int n, int k)
    {
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        b[(1 * n) + 2] = float.NaN;
        b[(2 * n) + 3] = float.PositiveInfinity;
        fixed (float* pa = a, pb = b, pc = c) Gemm.Multiply(m, n, k, pa, k, 1, pb, n, 1, pc, n, false);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++) float.IsNaN(c[(i * n) + j]).ShouldBe(j is 2 or 3);
        }
    }

    [Theory]
    [InlineData(5, 3, 4, 5, false, false)]
    [InlineData(5, 3, 4, 5, true, false)]
    [InlineData(5, 3, 4, 5, false, true)]
    [InlineData(7, 1, 64, 64, false, true)]
    [InlineData(7, 64, 1, 64, true, false)]
    [InlineData(70, 20, 20, 20, false, false)]
    [InlineData(3, 210, 220, 230, false, false)]
    [InlineData(3, 50, 60, 70, true, true)]
    public unsafe void A_batch_is_its_products(int batch, int m, int n, int k, bool shareA, bool shareB)
    {
        double[] a = Numbers<double>(batch * m * k, 1), b = Numbers<double>(batch * k * n, 2);
        double[] c = Numbers<double>(batch * m * n, 3), expected = (double[])c.Clone();
        int aStep = shareA ? 0 : m * k, bStep = shareB ? 0 : k * n;
        for (int t = 0; t < batch; t++)
        {
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    for (int p = 0; p < k; p++)
                        expected[(((t * m) + i) * n) + j] += a[(t * aStep) + (i * k) + p] * b[(t * bStep) + (p * n) + j];
                }
            }
        }

        fixed (double* pa = a, pb = b, pc = c)
            Gemm.MultiplyBatch(batch, m, n, k, pa, aStep, k, 1, pb, bStep, n, 1, pc, m * n, n, true);
        for (int i = 0; i < c.Length; i++) c[i].ShouldBe(expected[i], 1e-9);
    }

    private static void AroundEveryEdge<T>(Multiplier<T> multiply)
        where T : unmanaged, INumberBase<T>
    {
        int layout = 0;
        foreach (int m in Edges)
        {
            foreach (int n in Edges)
            {
                foreach (int k in new[] { 1, 3, 16, 67 })
                {
                    // Every layout comes up at most sizes; all eight at all sizes would say no more.
                    layout = (layout + 1) % 17;
                    Check(multiply, m, n, k, (layout & 1) != 0, (layout & 2) != 0, (layout & 4) != 0, 1 + (layout / 16));
                }
            }
        }
    }

    private static unsafe void Check<T>(
        Multiplier<T> multiply, int m, int n, int k, bool transposeA, bool transposeB, bool accumulate,
        int stepA = 1, int stepB = 1)
        where T : unmanaged, INumberBase<T>
    {
        const int Guard = 3;
        int ldc = n + Guard;
        T[] a = Numbers<T>(m * k * stepA, 1), b = Numbers<T>(k * n * stepB, 2);
        T[] c = Numbers<T>(m * ldc, 3), before = (T[])c.Clone();

        // What is not added to must not be read either.
        for (int i = 0; i < m && !accumulate; i++) c.AsSpan(i * ldc, n).Fill(T.CreateChecked(double.NaN));
        nint aRow = stepA * (transposeA ? 1 : k), aColumn = stepA * (transposeA ? m : 1);
        nint bRow = stepB * (transposeB ? 1 : n), bColumn = stepB * (transposeB ? k : 1);
        fixed (T* pa = a, pb = b, pc = c)
        {
            var product = new Product<T>(m, n, k, pa, aRow, aColumn, pb, bRow, bColumn, pc, ldc, accumulate);
            multiply(in product);
        }

        double tolerance = (sizeof(T) == 4 ? 4e-7 : 1e-15) * (k + 4);
        double[] x = ToDouble(a), y = ToDouble(b), z = ToDouble(c), old = ToDouble(before);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ldc; j++)
            {
                double sum = accumulate || j >= n ? old[(i * ldc) + j] : 0;
                for (int p = 0; p < k && j < n; p++)
                    sum += x[(i * aRow) + (p * aColumn)] * y[(p * bRow) + (j * bColumn)];
                double got = z[(i * ldc) + j];
                if (!(Math.Abs(got - sum) <= tolerance))
                    throw new InvalidOperationException(
                        $"[{m}, {k}] x [{k}, {n}] at [{i}, {j}]: {got} instead of {sum} ({transposeA} {transposeB} {accumulate})");
            }
        }
    }

    [Collection(ThreadTests.Name)]
    public sealed class AnyNumberOfThreads
    {
        [Theory]
        [InlineData(64, 64, 64)]
        [InlineData(130, 270, 400)]
        [InlineData(513, 100, 900)]
        [InlineData(331, 1031, 773)]
        [InlineData(331, 259, 773, true)]
        [InlineData(1, 700, 900)]
        [InlineData(1, 701, 2100)]
        [InlineData(900, 1, 700)]
        [InlineData(8, 900, 700)]
        [InlineData(8, 900, 700, true)]
        [InlineData(900, 10, 100)]
        [InlineData(2467, 3, 100)]
        [InlineData(900, 10, 700)]
        [InlineData(64, 64, 4096)]
        public unsafe void Gives_the_same_bits(int m, int n, int k, bool transposed = false)
        {
            (int bRow, int bColumn) = transposed ? (1, k) : (n, 1);
            float[] a = Numbers<float>(m * k, 1), b = Numbers<float>(k * n, 2);
            Threads.ShouldAgree(() =>
            {
                float[] c = new float[m * n];
                fixed (float* pa = a, pb = b, pc = c) Gemm.Multiply(m, n, k, pa, k, 1, pb, bRow, bColumn, pc, n, false);
                return MemoryMarshal.AsBytes<float>(c).ToArray();
            });
        }

        [Fact]
        public unsafe void Gives_the_same_bits_for_a_batch()
        {
            float[] a = Numbers<float>(9 * 30 * 40, 1), b = Numbers<float>(9 * 40 * 50, 2);
            Threads.ShouldAgree(() =>
            {
                float[] c = new float[9 * 30 * 50];
                fixed (float* pa = a, pb = b, pc = c)
                    Gemm.MultiplyBatch(9, 30, 50, 40, pa, 1200, 40, 1, pb, 2000, 50, 1, pc, 1500, 50, false);
                return MemoryMarshal.AsBytes<float>(c).ToArray();
            });
        }
    }
}
