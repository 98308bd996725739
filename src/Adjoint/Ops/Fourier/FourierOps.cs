namespace Adjoint.Ops;

/// <summary>
/// The Fourier transform of complex numbers as pairs, along the axis before that of the pairs. Each way is the other's adjoint.
/// </summary>
/// <param name="Inverse">Whether the exponent is positive.</param>
/// <param name="Scale">A factor of the result.</param>
internal sealed record ComplexFourier(bool Inverse, double Scale) : LinearOp
{
    public override string Name => Inverse ? "Ifft" : "Fft";

    public override OpFacts Facts => OpFacts.Function(Inverse ? "ifft" : "fft");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        FourierRules.Pairs(this, x);
        FourierRules.Points(Name, x[0].Shape[^2]);
        return x[0];
    }

    public override Work? Work(Call call) => FourierRules.Work(call.Spec.Numel / 2, call.Spec.Shape[^2]);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new ComplexFourier(!Inverse, Scale), g);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => new DoubleKernel(Name, x, Compute);

    private unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        if (y[0].Numel == 0) return;
        int n = x[0].Shape[^2];
        fixed (double* from = &x[0].Reference<double>(), to = &y[0].Reference<double>())
            FourierRows.Complex(from, to, x[0].Numel / (2 * n), n, Inverse, Scale);
    }
}

/// <summary>
/// Half the spectrum of n real numbers, the last axis, as n/2 + 1 pairs. The adjoint of <see cref="HermitianFourier"/>.
/// </summary>
/// <param name="Doubled">Whether all but the first and, for an even n, the last count twice.</param>
/// <param name="Scale">A factor of the result.</param>
internal sealed record RealFourier(bool Doubled, double Scale) : LinearOp
{
    public override string Name => "Rfft";

    public override OpFacts Facts => OpFacts.Function("rfft");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 1);
        if (x[0].Rank == 0) throw new ShapeException("Rfft: takes at least one axis, not a number.");
        int n = x[0].Shape[^1];
        FourierRules.Points(Name, n);
        return new Spec(x[0].DType, [.. x[0].Shape.Span[..^1], (n / 2) + 1, 2]);
    }

    public override Work? Work(Call call) => FourierRules.Work(call[0].Numel, call[0].Shape[^1]);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        Engine.Apply(new HermitianFourier(call[0].Shape[^1], Doubled, Scale), g);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => new DoubleKernel(Name, x, Compute);

    private unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        if (y[0].Numel == 0) return;
        int n = x[0].Shape[^1];
        fixed (double* from = &x[0].Reference<double>(), to = &y[0].Reference<double>())
            FourierRows.Real(from, to, x[0].Numel / n, n, Doubled, Scale);
    }
}

/// <summary>n real numbers from half a spectrum, n/2 + 1 pairs. The adjoint of <see cref="RealFourier"/>.</summary>
/// <param name="N">Number of points.</param>
/// <param name="Doubled">Whether the pairs stand for those of the other half too.</param>
/// <param name="Scale">A factor of the result.</param>
internal sealed record HermitianFourier(int N, bool Doubled, double Scale) : LinearOp
{
    public override string Name => "Irfft";

    public override OpFacts Facts => OpFacts.Function("irfft", $"n={N}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        FourierRules.Pairs(this, x);
        FourierRules.Points(Name, N);
        if (x[0].Shape[^2] != (N / 2) + 1)
            throw new ShapeException($"Irfft: {N} points take {(N / 2) + 1} pairs, not {x[0].Shape}.");
        return new Spec(x[0].DType, [.. x[0].Shape.Span[..^2], N]);
    }

    public override Work? Work(Call call) => FourierRules.Work(call.Spec.Numel, N);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new RealFourier(Doubled, Scale), g);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => new DoubleKernel(Name, x, Compute);

    private unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        if (y[0].Numel == 0) return;
        fixed (double* from = &x[0].Reference<double>(), to = &y[0].Reference<double>())
            FourierRows.Hermitian(from, to, y[0].Numel / N, N, Doubled, Scale);
    }
}

/// <summary>What the transforms share.</summary>
internal static class FourierRules
{
    /// <summary>Fails unless the one input is of pairs.</summary>
    public static void Pairs(Op op, ReadOnlySpan<Spec> x)
    {
        Expect.Reals(op, x, 1);
        if (x[0].Rank < 2 || x[0].Shape[^1] != 2) throw new ShapeException($"{op.Name}: takes pairs [.., n, 2], not {x[0].Shape}.");
    }

    /// <summary>Fails unless there is something to transform.</summary>
    public static void Points(string operation, int n)
    {
        if (n < 1) throw new ShapeException($"{operation}: there is no transform of {n} points.");
    }

    /// <summary>The arithmetic of transforms of n points that make so many numbers.</summary>
    public static Work Work(long numbers, int n) => new(0, 5 * numbers * (BitOperations.Log2((uint)Math.Max(n, 1)) + 1));
}
