namespace Adjoint.Ops;

/// <summary>From which numbers an input of an operation is drawn, so that it is defined and smooth there.</summary>
internal enum Domain
{
    /// <summary>Any real number, away from 0 by at least 0.05 and no two of them closer than a difference quotient needs.</summary>
    Real,

    /// <summary>From 0.2 to 3.</summary>
    Positive,

    /// <summary>From −0.9 to 0.9.</summary>
    Unit,

    /// <summary>From 1.2 to 4.</summary>
    AboveOne,

    /// <summary>From 0.1 to 0.9.</summary>
    Probability,

    /// <summary>Integers from 0 up to, not including, <see cref="OpInput.Limit"/>; int64.</summary>
    Index,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>Matrices in the last two axes, far from singular: distinct numbers above 1 on the diagonal, small ones beside it.</summary>
    Matrix,
}

/// <summary>One input of a case: its shape and domain, and for indices the size of what is indexed.</summary>
internal readonly record struct OpInput(Shape Shape, Domain Domain = Domain.Real, int Limit = 0)
{
    /// <summary>Whether the input is a real number, and so can carry a gradient.</summary>
    public bool IsReal => Domain is not (Domain.Index or Domain.Truth);

    /// <summary>Draws the input: reals as float64, indices as int64.</summary>
    public Tensor Draw(Generator generator) => Domain switch
    {
        Domain.Positive => Tensor.Uniform(Shape, 0.2, 3, generator, DType.Float64),
        Domain.AboveOne => Tensor.Uniform(Shape, 1.2, 4, generator, DType.Float64),
        Domain.Unit => Tensor.Uniform(Shape, -0.9, 0.9, generator, DType.Float64),
        Domain.Probability => Tensor.Uniform(Shape, 0.1, 0.9, generator, DType.Float64),
        Domain.Index => (Tensor.Uniform(Shape, 0, 1, generator, DType.Float64) * Limit).To(DType.Int64),
        Domain.Matrix => Diagonal(generator),
        Domain.Truth => Tensor.Bernoulli(Shape, 0.5, generator).To(DType.Bool),
        _ => Spread(generator),
    };

    /// <summary>1, 1.35, 1.7, … on the diagonal, and beside it numbers so small that it dominates.</summary>
    private Tensor Diagonal(Generator generator)
    {
        double most = Math.Min(0.4, 1.0 / Math.Max(1, Math.Max(Shape[^2], Shape[^1])));
        Tensor eye = Tensor.Eye(Shape[^2], Shape[^1], DType.Float64);
        Tensor values = (Tensor.Arange(Shape[^1], DType.Float64) * 0.35) + 1;
        return Tensor.Uniform(Shape, -most, most, generator, DType.Float64) + (eye * values);
    }

    /// <summary>Multiples of 0.1 from a shuffled range around 0, without 0, each moved a little: no ties, no kinks.</summary>
    private Tensor Spread(Generator generator)
    {
        int count = Shape.Numel;
        Tensor rank = Tensor.RandPerm(count, generator).To(DType.Float64) - (count / 2);
        Tensor value = (rank + 0.5) * Math.Min(0.2, 4.0 / Math.Max(1, count));
        Tensor jitter = Tensor.Uniform([count], 0.9, 1.1, generator, DType.Float64);
        return (value * jitter).Reshape(Shape);
    }
}

/// <summary>
/// One way to call a method of <see cref="Tensor"/>, what sets it apart from others of the method, and inputs on which it can be checked.
/// </summary>
internal sealed record OpCase(string Method, string Attributes, Func<Tensor[], Tensor> Apply, OpInput[] Inputs)
{
    /// <summary>Unique name: method, attributes and shapes.</summary>
    public override string ToString() =>
        $"{Method}{(Attributes.Length > 0 ? " " + Attributes : "")} {string.Join(" ", Inputs.Select(i => i.Shape.ToString()))}";
}
