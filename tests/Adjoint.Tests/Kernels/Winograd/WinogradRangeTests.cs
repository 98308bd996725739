namespace Adjoint.Tests.Kernels;

/// <summary>One large pixel leaves outputs whose window does not contain it as exact as they were.</summary>
public sealed class WinogradRangeTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        // Channels, pixels along an axis, kernel, padding: tiles of 4, of 2, of five taps, narrow images.
        { 16, 28, 3, 1 }, { 16, 28, 3, 0 }, { 64, 14, 3, 1 }, { 64, 7, 3, 1 }, { 32, 24, 5, 2 }, { 130, 14, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_a_convolution_and_of_its_gradient(int channels, int size, int kernel, int padding)
    {
        foreach (double large in new[] { 1e5, 1e6, 1e12, double.PositiveInfinity, double.NaN })
        {
            foreach (int place in new[] { 0, size / 2, size - 1 })
            {
                Tensor w = Tensor.Normal([channels, channels, kernel, kernel], generator: new Generator(1));
                Tensor x = Tensor.Ones([2, channels, size, size]);
                x[0, 3, place, place].Fill(large);
                Check(x.Conv2d(w, padding: padding), x.To(DType.Float64).Conv2d(w.To(DType.Float64), padding: padding));

                Tensor leaf = Tensor.Zeros([2, channels, size, size]).WithGrad(), exact = leaf.Detach().To(DType.Float64).WithGrad();
                Tensor y = leaf.Conv2d(w, padding: padding), z = exact.Conv2d(w.To(DType.Float64), padding: padding);
                Tensor g = Tensor.Ones(y.Shape);
                g[1, 5, place * y.Shape[2] / size, 2].Fill(large);
                Check(Engine.Grad([y], [leaf], [g])[0], Engine.Grad([z], [exact], [g.To(DType.Float64)])[0]);
            }
        }

        // What the window contains may be off by its own size, and is not looked at.
        static void Check(Tensor found, Tensor expected)
        {
            (double[] f, double[] e) = (found.To(DType.Float64).ToArray<double>(), expected.ToArray<double>());
            double common = Math.Sqrt(e.Where(double.IsFinite).Select(v => v * v).Order().Take(e.Length / 2).Average());
            for (int i = 0; i < f.Length; i++)
            {
                if (!double.IsFinite(e[i])) double.IsFinite(f[i]).ShouldBeFalse();
                else if (Math.Abs(e[i]) < 20 * common) f[i].ShouldBe(e[i], 2e-3 * common);
                else f[i].ShouldBe(e[i], 1e-3 * Math.Abs(e[i]));
            }
        }
    }
}
