namespace Adjoint.Ops;

/// <summary>
/// The family of operations whose results along one axis are weighted sums of a few neighbours: y[…, o, …] = Σₖ wₖ
/// x[…, start(o) + k, …]. Pooling by averages and interpolation over several axes are such sums, one axis after the other.
/// </summary>
internal abstract record Resample(int Axis, int Input, int Output) : LinearOp
{
    public sealed override OpFacts Facts => Written with
    {
        ResampledAxis = Axis,
        Everywhere = (_, axis) => Output == 1 && axis == Axis ? $"the mean of all {Input} places" : null,
    };

    /// <summary>Results for each element, where the user gave that and not the size; else 0.</summary>
    internal virtual double ResultsPerElement => 0;

    /// <summary>Whether the first and last elements stay in place; if not, the borders of pixels do.</summary>
    internal virtual bool KeepsEnds => false;

    /// <summary>Whether each result is one element, so that centres have no one formula where there are fewer results.</summary>
    internal virtual bool Selects => false;

    /// <summary>The most places that one result depends on.</summary>
    internal virtual int MostPlaces => MostWeights;

    /// <summary>How the operation is written on paper, and what else is known of it.</summary>
    protected virtual OpFacts Written => OpFacts.Function(Name, $"axis={Axis}", $"from={Input}", $"to={Output}") with
    {
        HasPhases = Output != Input && Output > 1,
    };

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 1);
        if (x[0].Shape[Axis] != Input)
            throw new ShapeException($"{Name}: axis {Axis} of {x[0].Shape} has not size {Input}.");
        return new Spec(x[0].DType, x[0].Shape.With(Axis, Output));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        reach[Axis] = of[Axis].Through(Window);
        return reach;
    }

    public override Work? Work(Call call)
    {
        long weights = 0;
        Span<double> row = new double[MostWeights];
        for (int o = 0; o < Output; o++) weights += Weights(o, row).Length;
        return new Work(0, Output == 0 ? 0 : 2 * weights * (call.Spec.Numel / Output));
    }

    /// <summary>The places with weight for one result, by the rule that goes on beyond both ends.</summary>
    protected internal abstract Extent Window(long output);

    /// <summary>Where the sum for one result begins, and how many weights (at least one) it has, into <paramref name="weights"/>.</summary>
    protected internal abstract (int Start, int Length) Weights(int output, Span<double> weights);

    /// <summary>The most weights that one result has.</summary>
    protected internal abstract int MostWeights { get; }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new ResampleAdjoint(this), g);

    protected internal override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(new BandedAxis(Name, Bands(), Axis), x[0].DType);

    /// <summary>The sums as a banded matrix of one row for each result.</summary>
    internal BandedMatrix Bands()
    {
        var bands = new BandedMatrix(Output, Input);
        Span<double> weights = new double[MostWeights];
        for (int o = 0; o < Output; o++)
        {
            (int start, int length) = Weights(o, weights);
            bands.Add(start, weights[..length]);
        }

        return bands;
    }
}

/// <summary>The adjoint of a <see cref="Resample"/>: each result's gradient is shared out by its weights.</summary>
internal sealed record ResampleAdjoint(Resample Of) : LinearOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Of.Axis}", $"from={Of.Output}", $"to={Of.Input}");

    public override string Name => Of.Name + "Adjoint";

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { Shape = x[0].Shape.With(Of.Axis, Of.Input) };

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(Of, g);

    protected internal override Op? OnBatch(int size) => new ResampleAdjoint(Of with { Axis = Of.Axis + 1 });

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        TypedKernel.Real(new BandedAxis(Name, Of.Bands().Transpose(), Of.Axis), x[0].DType);
}

/// <summary>
/// The mean of windows along an axis. The divisor is the number of places, with padding if that counts (as by default in PyTorch), or
/// what is given where that is not 0.
/// </summary>
internal sealed record AveragePool(int Axis, int Input, int Output, int Kernel, int Stride, int Padding, bool CountPadding, int Divisor = 0)
    : Resample(Axis, Input, Output)
{
    protected override OpFacts Written => OpFacts.Function(
        Name, $"axis={Axis}", $"kernel={Kernel}", $"stride={Stride}", $"padding={Padding}") with
    {
        Window = new WindowFacts("average pool", new Steps([Kernel]), new Steps([Stride]), new Steps([Padding]), new Steps([1]))
        {
            Axis = Axis,
        },
    };

    protected internal override int MostWeights => Kernel;

    protected internal override Extent Window(long output) => new((output * Stride) - Padding, (output * Stride) - Padding + Kernel - 1);

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        int first = (output * Stride) - Padding;
        int start = Math.Max(0, first);
        int length = Math.Min(Input, first + Kernel) - start;
        // What lies beyond the padding, in ceil mode, never counts.
        int count = Divisor != 0 ? Divisor : CountPadding ? Math.Min(Input + Padding, first + Kernel) - first : length;
        weights[..length].Fill(1.0 / count);
        return (start, length);
    }
}

/// <summary>The mean of as many nearly equal windows as there are results.</summary>
internal sealed record AdaptiveAveragePool(int Axis, int Input, int Output) : Resample(Axis, Input, Output)
{
    internal override int MostPlaces => Enumerable.Range(0, Output).Select(o => (int)Window(o).Length).DefaultIfEmpty().Max();

    protected internal override int MostWeights => (Input / Math.Max(1, Output)) + 2;

    protected internal override Extent Window(long output) => Of(output, Input, Output);

    /// <summary>The window of one result.</summary>
    internal static Extent Of(long output, int input, int size) =>
        size == input ? Extent.At(output)
        : size == 1 ? Extent.Whole
        : new Extent((long)Math.Floor((double)output * input / size), (long)Math.Ceiling((output + 1.0) * input / size) - 1);

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        int start = (int)((long)output * Input / Output);
        int end = (int)((((output + 1L) * Input) + Output - 1) / Output);
        weights[..(end - start)].Fill(1.0 / (end - start));
        return (start, end - start);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Output == 1
        // One result is a sum like any other.
        ? Kernel.Of((inputs, results) => results[0].Overwrite(inputs[0].Detach().Mean([Axis], keepDims: true)))
        : base.Bind(x);
}

/// <summary>Sums of the elements around the place of each result.</summary>
internal abstract record Interpolation(int Axis, int Input, int Output, bool AlignCorners, double Scale) : Resample(Axis, Input, Output)
{
    internal sealed override double ResultsPerElement => Scale;

    internal sealed override bool KeepsEnds => AlignCorners;

    /// <summary>Where a result lies between the elements.</summary>
    private protected double Place(long output) => AlignCorners
        ? Output > 1 ? output * (Input - 1.0) / (Output - 1) : 0
        : ((output + 0.5) * (Scale > 0 ? 1 / Scale : (double)Input / Output)) - 0.5;
}

/// <summary>The nearest element, by PyTorch's rule: position ⌊o·input/output⌋.</summary>
internal sealed record InterpolateNearest(int Axis, int Input, int Output, double Scale) : Interpolation(Axis, Input, Output, false, Scale)
{
    internal override bool Selects => true;

    protected internal override int MostWeights => 1;

    protected internal override Extent Window(long output) =>
        Extent.At((long)Math.Floor(output * (Scale > 0 && Output != Input && Output != 2L * Input ? 1 / Scale : (double)Input / Output)));

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        weights[0] = 1;
        // As in PyTorch a scale that leaves the size, or doubles it, does only that.
        if (Output == Input) return (output, 1);
        if (Output == 2L * Input) return (output / 2, 1);
        // PyTorch computes the position in single precision; where the product is not whole that decides the element.
        float ratio = Scale > 0 ? (float)(1 / Scale) : (float)Input / Output;
        return (Math.Min((int)MathF.Floor(output * ratio), Input - 1), 1);
    }
}

/// <summary>The two nearest elements, weighted by closeness.</summary>
internal sealed record InterpolateLinear(int Axis, int Input, int Output, bool AlignCorners, double Scale)
    : Interpolation(Axis, Input, Output, AlignCorners, Scale)
{
    protected internal override int MostWeights => 2;

    protected internal override Extent Window(long output)
    {
        double place = Output == Input ? output : Place(output);
        double floor = Math.Floor(place);
        return new Extent((long)floor, (long)floor + (place > floor ? 1 : 0));
    }

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        if (Output == Input)
        {
            weights[0] = 1;
            return (output, 1);
        }

        double position = Math.Max(0, Place(output));
        int start = Math.Min((int)position, Input - 1);
        double fraction = Math.Min(1, position - start);
        weights[0] = 1 - fraction;
        if (start == Input - 1)
        {
            weights[0] = 1;
            return (start, 1);
        }

        weights[1] = fraction;
        return (start, 2);
    }
}

/// <summary>The four nearest elements, by cubics with a = −3/4, as in PyTorch; beyond the border its value goes on. Keys 1981.</summary>
internal sealed record InterpolateCubic(int Axis, int Input, int Output, bool AlignCorners, double Scale)
    : Interpolation(Axis, Input, Output, AlignCorners, Scale)
{
    private const double A = -0.75;

    protected override OpFacts Written => OpFacts.Function(Name) with { HasPhases = Output != Input && Output > 1 };

    protected internal override int MostWeights => 4;

    protected internal override Extent Window(long output)
    {
        double place = Place(output);
        var floor = (long)Math.Floor(place);
        return place > floor ? new Extent(floor - 1, floor + 2) : Extent.At(floor);
    }

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        double position = Place(output);
        int floor = (int)Math.Floor(position);
        double fraction = position - floor;
        int start = Math.Clamp(floor - 1, 0, Input - 1);
        int length = Math.Clamp(floor + 2, 0, Input - 1) - start + 1;
        weights[..length].Clear();
        for (int tap = -1; tap <= 2; tap++)
            weights[Math.Clamp(floor + tap, 0, Input - 1) - start] += Weight(Math.Abs(tap - fraction));
        return (start, length);
    }

    private static double Weight(double d) => d <= 1
        ? (((((A + 2) * d) - (A + 3)) * d) * d) + 1
        : (((((A * d) - (5 * A)) * d) + (8 * A)) * d) - (4 * A);
}

/// <summary>Multiplies an axis by a banded matrix.</summary>
internal sealed record BandedAxis(string Name, BandedMatrix Bands, int Axis) : IRealOp
{
    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
            BandedProduct.Run(Bands, from, to, outer, inner);
        GC.KeepAlive(source);
    }
}
