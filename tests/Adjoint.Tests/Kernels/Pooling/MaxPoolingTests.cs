using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Kernels;

public sealed class MaxPoolingTests
{
    [Theory]
    [InlineData("1 3 1 1 | 28 2 2 0 1 | 28 2 2 0 1")]
    [InlineData("2 3 1 1 | 5 2 2 0 1 | 33 2 2 0 1")]
    [InlineData("1 2 1 1 | 56 3 2 1 1 | 57 3 2 1 1")]
    [InlineData("1 2 1 1 | 20 3 1 1 1 | 40 3 1 1 1")]
    [InlineData("1 2 1 1 | 20 3 3 0 1 | 40 3 3 1 2")]
    [InlineData("1 2 1 1 | 9 5 1 2 1 | 9 5 2 2 1 | 50 3 1 1 3")]
    [InlineData("3 2 1 1 | 100 4 1 2 1")]
    [InlineData("3 5 1 1 | 14 2 2 0 1 | 14 2 2 0 1")]
    [InlineData("7 30 1 1 | 9 2 2 0 1 | 7 2 2 0 1")]
    [InlineData("1 2 1 1 | 3 2 2 0 1 | 16 2 2 0 1")]
    [InlineData("1 1 1 1 | 2 2 2 0 1 | 2 2 2 0 1")]
    [InlineData("1 3 1 1 | 1100 2 2 0 1 | 35 2 2 0 1")]
    [InlineData("1 3 1 1 | 12 2 2 1 1 | 12 2 2 1 1")]
    [InlineData("2 3 1 1 | 9 3 1 0 1 | 5 3 1 0 1")]
    [InlineData("1 1 1 1 | 8 2 2 0 1 | 3 2 2 0 1")]
    [InlineData("1 1 1 1 | 2 5 1 2 1 | 2 5 2 2 1")]
    [InlineData("1 1 1 1 | 7 1 1 2 1 | 40 1 2 3 1")]
    [InlineData("1 1 1 1 | 9 3 1 -1 1 | 40 3 2 -3 1")]
    public void Finds_the_first_maximum(string shape)
    {
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        Check<float>(g);
        Check<double>(g);
    }

    [Fact]
    public void Random_shapes()
    {
        Gen<WindowAxis> axis =
            from input in Gen.Choose(1, 45)
            from kernel in Gen.Choose(1, 4)
            from stride in Gen.Choose(1, 3)
            from padding in Gen.Choose(-1, 3)
            from dilation in Gen.Choose(1, 2)
            from output in Gen.Choose(0, 30)
            select new WindowAxis(input, kernel, output, stride, padding, dilation);
        Gen<ConvolutionGeometry> geometry =
            from planes in Gen.Choose(1, 3)
            from depth in Gen.Frequency((3, Gen.Constant(WindowAxis.None)), (1, axis))
            from height in axis
            from width in axis
            select new ConvolutionGeometry(1, planes, 1, 1, depth, height, width);
        Prop.ForAll(geometry.ToArbitrary(), Check<float>).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public unsafe void All_lowest_values_still_have_a_maximum(int stride)
    {
        float[] x = new float[60];
        Array.Fill(x, float.NegativeInfinity);
        long[] index = new long[20];
        var axis = new WindowAxis(60, 3, 20, stride, 1, 1);
        fixed (float* px = x)
        {
            fixed (long* pi = index) MaxPooling.Run(1, WindowAxis.None, WindowAxis.None, axis, px, null, pi);
        }

        for (int o = 0; o < 20; o++) index[o].ShouldBe(Math.Max(0, (o * stride) - 1));
    }

    private static void Check<T>(ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        int planes = g.Batch * g.Channels, size = (int)g.InputPlane, outputs = (int)g.OutputPlane;
        T[] x = Numbers<T>(planes * size);
        (T[] values, long[] index) = Run(g, x, true, true);
        for (int i = 0; i < index.Length; i++)
        {
            int o = i % outputs, plane = i / outputs;
            long expected = Naive(
                g, x, plane * size, o / g.Width.Output / g.Height.Output, o / g.Width.Output % g.Height.Output,
                o % g.Width.Output);
            if (index[i] != expected) throw new InvalidOperationException($"{g} at {i}: {index[i]} instead of {expected}");
            T value = expected < 0 ? T.Zero : x[(plane * size) + expected];
            if (!values[i].Equals(value)) throw new InvalidOperationException($"{g} at {i}: {values[i]} instead of {value}");
        }

        // Either alone is the same.
        Run(g, x, true, false).Values.ShouldBe(values);
        Run(g, x, false, true).Index.ShouldBe(index);
    }

    private static unsafe (T[] Values, long[] Index) Run<T>(ConvolutionGeometry g, T[] x, bool withValues, bool withIndex)
        where T : unmanaged, INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        long[] index = new long[g.Batch * g.Channels * (int)g.OutputPlane];
        var values = new T[index.Length];
        fixed (T* px = x)
        fixed (T* pv = values)
        fixed (long* pi = index)
        {
            MaxPooling.Run(
                g.Batch * g.Channels, g.Depth, g.Height, g.Width, px, withValues ? pv : null, withIndex ? pi : null);
        }

        return (values, index);
    }

    private static long Naive<T>(ConvolutionGeometry g, T[] x, int plane, int oz, int oy, int ox)
        where T : INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        long best = -1;
        for (int kz = 0; kz < g.Depth.Kernel; kz++)
        {
            for (int ky = 0; ky < g.Height.Kernel; ky++)
            {
                for (int kx = 0; kx < g.Width.Kernel; kx++)
                {
                    int z = At(g.Depth, oz, kz), y = At(g.Height, oy, ky), v = At(g.Width, ox, kx);
                    if (z < 0 || y < 0 || v < 0 || z >= g.Depth.Input || y >= g.Height.Input || v >= g.Width.Input) continue;
                    long at = (((z * g.Height.Input) + y) * g.Width.Input) + v;
                    if (best < 0 || Wins(x[plane + at], x[plane + best])) best = at;
                }
            }
        }

        return best;
    }

    private static bool Wins<T>(T value, T best)
        where T : INumberBase<T>, IComparisonOperators<T, T, bool>
        => value > best || (T.IsNaN(value) && !T.IsNaN(best));

    private static int At(WindowAxis axis, int output, int tap) =>
        (output * axis.Stride) - axis.PaddingBegin + (tap * axis.Dilation);

    /// <summary>Few different values, so that ties are common, with infinities and not-a-number among them.</summary>
    private static T[] Numbers<T>(int count)
        where T : INumberBase<T>
    {
        var random = new Random(count);
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.Next(40) switch
            {
                0 => T.CreateChecked(double.NaN),
                1 => T.CreateChecked(double.PositiveInfinity),
                2 => T.CreateChecked(double.NegativeInfinity),
                int n => T.CreateChecked((n % 5) - 2),
            };
        }

        return values;
    }

    [Collection(ThreadTests.Name)]
    public sealed class AnyNumberOfThreads
    {
        [Fact]
        public void Gives_the_same_indices()
        {
            ConvolutionGeometry g = ConvolutionTests.Parse("4 16 1 1 | 56 3 2 1 1 | 56 3 2 1 1");
            float[] x = Numbers<float>(g.Batch * g.Channels * (int)g.InputPlane);
            Threads.ShouldAgree(() => MemoryMarshal.AsBytes<long>(Run(g, x, true, true).Index).ToArray());
        }
    }
}
