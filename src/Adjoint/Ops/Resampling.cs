using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// The family of operations whose results along one axis are weighted sums of a few neighbours: y[…, o, …] = Σₖ wₖ
/// x[…, start(o) + k, …]. Pooling by averages and interpolation over several axes are such sums, one axis after the other.
/// </summary>
/// <param name="Axis">The axis.</param>
/// <param name="Input">Its size before.</param>
/// <param name="Output">Its size after.</param>
public abstract record Resample(int Axis, int Input, int Output) : Linear
{
    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        if (x[0].Shape[Axis] != Input)
            throw new ShapeException($"{Name}: axis {Axis} of {x[0].Shape} has not size {Input}.");
        return new Spec(x[0].DType, x[0].Shape.With(Axis, Output));
    }

    /// <summary>Where the sum for one result begins, and its weights (at least one), into <paramref name="weights"/>.</summary>
    /// <returns>The first position, and the number of weights.</returns>
    protected internal abstract (int Start, int Length) Weights(int output, Span<double> weights);

    /// <summary>The most weights that one result has.</summary>
    protected internal abstract int MostWeights { get; }

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new ResampleAdjoint(this), g);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) =>
        BandAccess.Run(Bands(), x[0], y, Axis);

    /// <summary>The sums as a banded matrix of one row for each result.</summary>
    internal Bands Bands()
    {
        var bands = new Bands(Output, Input);
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
/// <param name="Of">The operation.</param>
public sealed record ResampleAdjoint(Resample Of) : Linear
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Of.Axis}", $"from={Of.Output}", $"to={Of.Input}");

    /// <inheritdoc/>
    public override string Name => Of.Name + "Adjoint";

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(x[0].DType, x[0].Shape.With(Of.Axis, Of.Input));
    }

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(Of, g);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) =>
        BandAccess.Run(Of.Bands().Transpose(), x[0], y, Of.Axis);
}

/// <summary>The mean of windows along an axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Input">Its size before.</param>
/// <param name="Output">Its size after.</param>
/// <param name="Kernel">Size of the window.</param>
/// <param name="Stride">Distance between windows.</param>
/// <param name="Padding">Zeros before and after.</param>
/// <param name="CountPadding">Whether padding counts in the divisor, as by default in PyTorch.</param>
public sealed record AveragePool(int Axis, int Input, int Output, int Kernel, int Stride, int Padding, bool CountPadding)
    : Resample(Axis, Input, Output)
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Axis}", $"kernel={Kernel}", $"stride={Stride}", $"padding={Padding}");

    /// <inheritdoc/>
    protected internal override int MostWeights => Kernel;

    /// <inheritdoc/>
    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        int first = (output * Stride) - Padding;
        int start = Math.Max(0, first);
        int length = Math.Min(Input, first + Kernel) - start;
        // What lies beyond the padding, in ceil mode, never counts.
        int count = CountPadding ? Math.Min(Input + Padding, first + Kernel) - first : length;
        weights[..length].Fill(1.0 / count);
        return (start, length);
    }
}

/// <summary>The mean of as many nearly equal windows as there are results.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Input">Its size before.</param>
/// <param name="Output">Its size after.</param>
public sealed record AdaptiveAveragePool(int Axis, int Input, int Output) : Resample(Axis, Input, Output)
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Axis}", $"from={Input}", $"to={Output}");

    /// <inheritdoc/>
    protected internal override int MostWeights => (Input / Math.Max(1, Output)) + 2;

    /// <inheritdoc/>
    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        int start = (int)((long)output * Input / Output);
        int end = (int)((((output + 1L) * Input) + Output - 1) / Output);
        weights[..(end - start)].Fill(1.0 / (end - start));
        return (start, end - start);
    }
}

/// <summary>The nearest element, by PyTorch's rule: position ⌊o·input/output⌋.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Input">Its size before.</param>
/// <param name="Output">Its size after.</param>
/// <param name="Scale">Results for each element, where the user gave that and not the size; else 0.</param>
public sealed record InterpolateNearest(int Axis, int Input, int Output, double Scale) : Resample(Axis, Input, Output)
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Axis}", $"from={Input}", $"to={Output}");

    /// <inheritdoc/>
    protected internal override int MostWeights => 1;

    /// <inheritdoc/>
    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        weights[0] = 1;
        // PyTorch computes the position in single precision; where the product is not whole that decides the element.
        float ratio = Scale > 0 ? (float)(1 / Scale) : (float)Input / Output;
        return (Math.Min((int)MathF.Floor(output * ratio), Input - 1), 1);
    }
}

/// <summary>The two nearest elements, weighted by closeness.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Input">Its size before.</param>
/// <param name="Output">Its size after.</param>
/// <param name="AlignCorners">Whether the first and last elements stay in place; if not, the borders of pixels do.</param>
/// <param name="Scale">Results for each element, where the user gave that and not the size; else 0.</param>
public sealed record InterpolateLinear(int Axis, int Input, int Output, bool AlignCorners, double Scale)
    : Resample(Axis, Input, Output)
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axis={Axis}", $"from={Input}", $"to={Output}");

    /// <inheritdoc/>
    protected internal override int MostWeights => 2;

    /// <inheritdoc/>
    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        double ratio = Scale > 0 ? 1 / Scale : (double)Input / Output;
        double position = AlignCorners
            ? Output > 1 ? output * (Input - 1.0) / (Output - 1) : 0
            : Math.Max(0, ((output + 0.5) * ratio) - 0.5);
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

/// <summary>Hands an axis and its banded matrix to the kernel.</summary>
internal static class BandAccess
{
    public static void Run(Bands bands, Tensor x, Tensor y, int axis)
    {
        if (y.DType == DType.Float32) Run<float>(bands, x.Contiguous(), y, axis);
        else Run<double>(bands, x.Contiguous(), y, axis);
    }

    private static unsafe void Run<T>(Bands bands, Tensor x, Tensor y, int axis)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        (int outer, int inner) = IndexedAccess.Around(x.Shape, axis);
        fixed (T* from = &x.Reference<T>())
        fixed (T* to = &y.Reference<T>())
            BandedProduct.Run(bands, from, to, outer, inner);
        GC.KeepAlive(x);
    }
}
