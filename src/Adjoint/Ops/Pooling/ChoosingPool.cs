namespace Adjoint.Ops;

/// <summary>Pools whose results are elements of their windows: the derivative goes where each was found.</summary>
internal abstract record ChoosingPool : Op
{
    /// <summary>Number of spatial axes.</summary>
    protected abstract int Axes { get; }

    /// <summary>Where in its plane each result was found.</summary>
    protected virtual Tensor Indices(Call call) => call.Result(1);

    public sealed override void Pull(Pullback p)
    {
        if (p.Wants(0) && p.HasGradient(0))
            p.Give(0, Engine.Apply(new PlaneScatter(Axes, p.Input(0).Shape), p.Gradient(), Indices(p.Call)));
    }

    public sealed override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Engine.Apply(new PlaneGather(Axes), t, Indices(p.Call)));
    }

    /// <summary>A batch of images is more images.</summary>
    internal sealed override Tensor[]? BatchAll(BatchInputs x)
    {
        Tensor[] y = Engine.ApplyAll(this, x[0].Flatten(0, 1));
        int[] front = x[0].Shape.Span[..2].ToArray();
        return [.. y.Select(result => result.ReshapeTo([.. front, .. result.Shape.Span[1..]]))];
    }

    /// <summary>The sizes of an image [N, C, …], whose type and number of axes are checked.</summary>
    private protected int[] ImageSizes(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 1);
        if (x[0].Rank != Axes + 2) Expect.Rank(this, x[0], Axes + 2, $"an image [N, C, {Axes} sizes]");
        return x[0].Shape.Span.ToArray();
    }
}
