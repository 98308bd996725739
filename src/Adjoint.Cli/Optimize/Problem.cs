namespace Adjoint.Cli;

/// <summary>Something to minimise.</summary>
internal abstract class Problem
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the numbers that are looked for, in the order of the parameters' elements.</summary>
    public abstract IReadOnlyList<string> Coordinates { get; }

    /// <summary>Whether it begins at 0 and nowhere else.</summary>
    public virtual bool HasFixedStart => false;

    /// <summary>Where the least value is known to be; empty if it is not known.</summary>
    public virtual IReadOnlyList<double[]> Minima => [];

    /// <summary>The least value, if it is known.</summary>
    public virtual double? LeastValue => Minima.Count > 0 ? Value(Minima[0]) : null;

    /// <summary>Fresh parameters at the start: float64 leaves with gradients.</summary>
    public abstract IReadOnlyList<Tensor> Start();

    /// <summary>The value at some parameters, to differentiate; may be noisy.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="evaluation">The number of the evaluation, on which noise depends.</param>
    public abstract Tensor Loss(IReadOnlyList<Tensor> parameters, long evaluation);

    /// <summary>The value without noise.</summary>
    public double Value(IReadOnlyList<Tensor> parameters)
    {
        using Scope _ = GradMode.Off();
        return Exact(parameters).Item();
    }

    /// <summary>The value without noise at a point.</summary>
    public double Value(double[] point) => Value([Tensor.From<double>(point)]);

    /// <summary>The distance to the nearest known minimum; null if none is known.</summary>
    public double? Distance(double[] point) => Minima.Count == 0 ? null : Minima.Min(
        minimum => Math.Sqrt(minimum.Zip(point, (a, b) => (a - b) * (a - b)).Sum()));

    /// <summary>The value without noise, as a tensor.</summary>
    protected virtual Tensor Exact(IReadOnlyList<Tensor> parameters) => Loss(parameters, 0);
}
