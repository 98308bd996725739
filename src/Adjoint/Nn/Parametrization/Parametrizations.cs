namespace Adjoint.Nn;

/// <summary>The parametrizations that PyTorch has in <c>nn.utils.parametrizations</c>.</summary>
public static class Parametrizations
{
    /// <summary>
    /// Weight normalisation: the tensor is g·v/‖v‖, its length and direction trained apart, as <c>original0</c> and <c>original1</c>.
    /// Salimans &amp; Kingma 2016 (arXiv 1602.07868).
    /// </summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="axis">The axis along which each slice has a length of its own; null for one length of all.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor.</exception>
    public static T WeightNorm<T>(T module, string name = "weight", int? axis = 0) where T : Module
    {
        Parametrize.RegisterParametrization(module, name, new WeightNormParametrization(axis), isUnsafe: true);
        return module;
    }

    /// <summary>
    /// Spectral normalisation: the tensor is divided by its largest singular value as a matrix, which power iteration estimates. Miyato et
    /// al. 2018 (arXiv 1802.05957).
    /// </summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="powerIterations">Iterations for each run in training.</param>
    /// <param name="eps">The least length of a vector that is divided by.</param>
    /// <param name="axis">The axis that counts as rows; of transposed convolutions 1, else 0, if not given.</param>
    /// <param name="generator">Draws the first vectors; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor.</exception>
    public static T SpectralNorm<T>(
        T module, string name = "weight", int powerIterations = 1, double eps = 1e-12, int? axis = null, Generator? generator = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        Tensor weight = Parametrize.IsParametrized(module, name)
            ? Parametrize.Value(module, name)
            : Reparametrization.Find(module, name, "Parametrizations.SpectralNorm").Value;
        Parametrize.RegisterParametrization(
            module, name, new SpectralNormParametrization(weight.Detach(), powerIterations, eps, axis ?? DefaultAxis(module), generator));
        return module;
    }

    /// <summary>The axis of a weight that counts its outputs.</summary>
    internal static int DefaultAxis(Module module) => module is ConvolutionTransposed ? 1 : 0;
}

/// <summary>g·v/‖v‖ from g and v.</summary>
internal sealed class WeightNormParametrization(int? axis) : Module, IParametrization
{
    protected override string Kind => "_WeightNorm";

    public override Tensor Forward(Tensor x) => x;

    public IReadOnlyList<Tensor> RightInverse(Tensor value) => [Lengths(value, axis), value];

    public Tensor Compose(IReadOnlyList<Tensor> originals) => originals.Count == 2
        ? Normalized(originals[0], originals[1], axis)
        : throw new AdjointException("WeightNorm: it must be the first parametrization of a tensor.");

    /// <summary>The lengths of the slices along an axis, or of all.</summary>
    public static Tensor Lengths(Tensor v, int? axis)
    {
        if (axis is not { } kept) return v.Norm();
        kept = v.Shape.Axis(kept, "WeightNorm");
        int[] others = [.. Enumerable.Range(0, v.Rank).Where(other => other != kept)];
        return others.Length == 0 ? v.Abs() : v.Norm(2, others, keepDims: true);
    }

    public static Tensor Normalized(Tensor g, Tensor v, int? axis) => v * (g / Lengths(v, axis));
}

/// <summary>A tensor divided by its largest singular value as a matrix.</summary>
internal sealed partial class SpectralNormParametrization : Module, IParametrization
{
    private readonly SpectralIteration iteration;

    [Buffer("_u")] private readonly Tensor? u;
    [Buffer("_v")] private readonly Tensor? v;

    public SpectralNormParametrization(Tensor weight, int powerIterations, double eps, int axis, Generator? generator)
    {
        iteration = new SpectralIteration(powerIterations, eps, weight.Rank == 0 ? 0 : weight.Shape.Axis(axis, "SpectralNorm"));
        if (weight.Rank < 2) return;
        (u, v) = iteration.Begin(weight, generator);
        iteration.Advance(weight, u, v, 15);
    }

    protected override string Kind => "_SpectralNorm";

    public override Tensor Forward(Tensor x) => iteration.Normalized(x, u, v, Training);

    public IReadOnlyList<Tensor> RightInverse(Tensor value) => [value];
}

/// <summary>Power iteration for the largest singular value of a tensor as a matrix.</summary>
internal sealed class SpectralIteration
{
    private readonly int count, axis;
    private readonly double eps;
    private readonly bool rightFirst;

    public SpectralIteration(int count, double eps, int axis, bool rightFirst = false)
    {
        if (count < 1) throw new AdjointException($"SpectralNorm: {count} iterations must be at least 1.");
        (this.count, this.eps, this.axis, this.rightFirst) = (count, eps, axis, rightFirst);
    }

    /// <summary>Two random unit vectors.</summary>
    public (Tensor U, Tensor V) Begin(Tensor weight, Generator? generator)
    {
        Tensor matrix = Matrix(weight.Detach());
        return (Unit(Tensor.Normal([matrix.Shape[0]], generator: generator, dtype: weight.DType)),
            Unit(Tensor.Normal([matrix.Shape[1]], generator: generator, dtype: weight.DType)));
    }

    /// <summary>Moves the vectors towards the singular ones.</summary>
    public void Advance(Tensor weight, Tensor u, Tensor v, int times)
    {
        if (!Context.Current.TakesState(weight)) return;
        using Scope _ = GradMode.Off();
        Tensor matrix = Matrix(weight);
        (Tensor left, Tensor right) = (u, v);
        for (int i = 0; i < times; i++)
        {
            if (!rightFirst) left = Unit(matrix.MatMul(right));
            right = Unit(matrix.Transpose().MatMul(left));
            if (rightFirst) left = Unit(matrix.MatMul(right));
        }

        u.CopyFrom(left);
        v.CopyFrom(right);
    }

    /// <summary>The tensor divided by its norm; in training the vectors move first.</summary>
    public Tensor Normalized(Tensor weight, Tensor? u, Tensor? v, bool training)
    {
        if (u is null || v is null) return Unit(weight);
        if (training) Advance(weight, u, v, count);

        // Copies, since another run moves the vectors before this one may be differentiated.
        (u, v) = (u.Detach().Clone(), v.Detach().Clone());
        return weight / (u * Matrix(weight).MatMul(v)).Sum();
    }

    private Tensor Matrix(Tensor weight)
    {
        Tensor first = axis == 0
            ? weight
            : weight.Permute([axis, .. Enumerable.Range(0, weight.Rank).Where(other => other != axis)]);
        return first.Flatten(1);
    }

    private Tensor Unit(Tensor x) => x / x.Norm().Clamp(min: eps);
}
