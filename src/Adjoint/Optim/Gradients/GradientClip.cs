namespace Adjoint.Optim;

/// <summary>
/// A limit on gradients. Set as <see cref="Optimizer.Clip"/> it acts as the step reads them; <see cref="Apply"/> changes
/// them in place. Pascanu, Mikolov &amp; Bengio 2013 (arXiv 1211.5063).
/// </summary>
/// <remarks>
/// As in PyTorch, the norm is that of all gradients as one vector, and they are multiplied by min(1, maximum / (norm + 1e-6)).
/// </remarks>
public sealed record GradientClip
{
    private const double Guard = 1e-6;

    private GradientClip(double maxNorm, double maxValue) => (MaxNorm, MaxValue) = (maxNorm, maxValue);

    /// <summary>The largest Euclidean norm of all gradients together; infinite for none.</summary>
    public double MaxNorm { get; }

    /// <summary>The largest absolute value of an element; infinite for none.</summary>
    public double MaxValue { get; }

    /// <summary>Shortens all gradients by one factor if they are longer together.</summary>
    /// <exception cref="AdjointException">The maximum is not above 0.</exception>
    public static GradientClip ByNorm(double maxNorm) => new(Check(maxNorm, "ByNorm"), double.PositiveInfinity);

    /// <summary>Limits each element to −maximum … maximum.</summary>
    /// <exception cref="AdjointException">The maximum is not above 0.</exception>
    public static GradientClip ByValue(double clipValue) => new(double.PositiveInfinity, Check(clipValue, "ByValue"));

    /// <summary>Changes the gradients of parameters in place; parameters without one are passed over.</summary>
    /// <returns>The norm of all gradients before.</returns>
    /// <exception cref="GraphException">It is called within a capture.</exception>
    public double Apply(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.UnseenGrad).OfType<Tensor>()];
        if (Array.Exists(gradients, gradient => gradient.IsSymbolic))
            throw new GraphException(
                "GradientClip.Apply: it returns a norm, which has no value within a capture. Set Optimizer.Clip, "
                + "which is captured with the step.");
        double norm = GradientStatistics.Of(gradients).Norm(), factor = Factor(norm);
        using Scope _ = GradMode.Off();
        foreach (Tensor gradient in gradients)
        {
            if (factor != 1) gradient.MultiplyInPlace(factor);
            if (double.IsFinite(MaxValue)) gradient.CopyFrom(gradient.Clamp(-MaxValue, MaxValue));
        }

        return norm;
    }

    /// <summary>What gradients of such a norm are multiplied by.</summary>
    internal double Factor(double norm) => double.IsPositiveInfinity(MaxNorm) ? 1 : Math.Min(1, MaxNorm / (norm + Guard));

    private static double Check(double maximum, string what) => maximum is > 0 and < double.PositiveInfinity
        ? maximum
        : throw new AdjointException(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"GradientClip.{what}: a maximum of {maximum} must be above 0."));
}
