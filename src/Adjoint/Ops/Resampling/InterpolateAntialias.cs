namespace Adjoint.Ops;

/// <summary>
/// Interpolation by a filter that widens with the step where an image shrinks, so that every element counts: a triangle, or Keys'
/// cubic with a = −1/2; as in PyTorch and Pillow.
/// </summary>
internal sealed record InterpolateAntialias(int Axis, int Input, int Output, bool AlignCorners, double Scale, bool IsCubic)
    : Interpolation(Axis, Input, Output, AlignCorners, Scale)
{
    private const double A = -0.5;

    // Elements for each result.
    private double Step => AlignCorners
        ? Output > 1 ? (Input - 1.0) / (Output - 1) : 0
        : Scale > 0 ? 1 / Scale : (double)Input / Output;

    private double Support => (IsCubic ? 2 : 1) * Math.Max(1, Step);

    protected internal override int MostWeights => ((int)Math.Ceiling(Support) * 2) + 1;

    protected internal override Extent Window(long output)
    {
        double center = Step * (output + 0.5);
        return new((long)Math.Floor(center - Support + 0.5), (long)Math.Floor(center + Support + 0.5) - 1);
    }

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        double center = Step * (output + 0.5), inverse = 1 / Math.Max(1, Step);
        int start = Math.Clamp((int)(center - Support + 0.5), 0, Input - 1);
        int length = Math.Clamp(Math.Min((int)(center + Support + 0.5), Input) - start, 1, weights.Length);
        double sum = 0;
        for (int k = 0; k < length; k++) sum += weights[k] = Filter(Math.Abs(start + k - center + 0.5) * inverse);
        for (int k = 0; k < length && sum != 0; k++) weights[k] /= sum;
        return (start, length);
    }

    private double Filter(double d) =>
        !IsCubic ? Math.Max(0, 1 - d)
        : d < 1 ? (((((A + 2) * d) - (A + 3)) * d) * d) + 1
        : d < 2 ? ((((d - 5) * d) + 8) * d * A) - (4 * A)
        : 0;
}

/// <summary>The nearest element by the centres of pixels: position ⌊(o + ½)·input/output⌋.</summary>
internal sealed record InterpolateNearestExact(int Axis, int Input, int Output, double Scale)
    : Interpolation(Axis, Input, Output, false, Scale)
{
    internal override bool Selects => true;

    protected internal override int MostWeights => 1;

    protected internal override Extent Window(long output) =>
        Extent.At((long)Math.Floor((output + 0.5) * (Scale > 0 ? 1 / Scale : (double)Input / Output)));

    protected internal override (int Start, int Length) Weights(int output, Span<double> weights)
    {
        weights[0] = 1;
        // In single precision, as in PyTorch, where the product is not whole.
        float ratio = Scale > 0 ? (float)(1 / Scale) : (float)Input / Output;
        return (Math.Min((int)MathF.Floor((output + 0.5f) * ratio), Input - 1), 1);
    }
}
