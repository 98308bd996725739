namespace Adjoint.Optim;

/// <summary>
/// Changes parameters along their gradients. Use: compute a loss, <c>loss.Backward()</c>, <see cref="Step"/>,
/// <see cref="ZeroGrad"/>, and again. Conventions are PyTorch's.
/// </summary>
public abstract class Optimizer
{
    private readonly Tensor[] parameters;

    /// <summary>Takes the parameters.</summary>
    /// <exception cref="AdjointException">
    /// There are none, one is no leaf, occurs twice or does not lie in a row, or the learning rate is negative or no number.
    /// </exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters];
        LearningRate = learningRate;
        if (this.parameters.Length == 0)
            throw new AdjointException($"{Name}: there are no parameters to optimize; do its tensors carry [Parameter]?");
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < this.parameters.Length; i++) CheckParameter(i, this.parameters[i], seen);
    }

    /// <summary>What is optimized.</summary>
    public IReadOnlyList<Tensor> Parameters => parameters;

    /// <summary>α, the length of a step; may be changed between steps.</summary>
    /// <exception cref="AdjointException">It is set to a negative or infinite value, or to no number.</exception>
    public double LearningRate
    {
        get;
        set => field = Check("a learning rate", value, value is >= 0 and < double.PositiveInfinity, "at least 0");
    }

    private string Name => GetType().Name;

    /// <summary>Changes each parameter that has a gradient; the others stay, and so does what is remembered of them.</summary>
    /// <exception cref="AdjointException">A gradient has not the type of its parameter.</exception>
    public void Step()
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            Tensor parameter = parameters[i];
            if (parameter.Grad is not { } gradient) continue;
            if (gradient.DType != parameter.DType || gradient.Shape != parameter.Shape)
                throw new AdjointException(
                    $"{Name}: the gradient of parameter {i} is {gradient.DType.Name()} {gradient.Shape}, the parameter {parameter.DType.Name()} {parameter.Shape}; they must be alike.");
            Update(i, parameter, gradient.Contiguous());
            parameter.Touch();
        }
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (Tensor parameter in parameters) parameter.ZeroGrad();
    }

    /// <summary>Changes one parameter in place. Nothing of this is recorded.</summary>
    /// <param name="index">Its place in <see cref="Parameters"/>, for what is remembered of it.</param>
    /// <param name="parameter">The parameter, contiguous.</param>
    /// <param name="gradient">Its gradient, contiguous and of the same shape and type.</param>
    protected abstract void Update(int index, Tensor parameter, Tensor gradient);

    /// <summary>Gives back a setting, or fails if it is not as it must be.</summary>
    private protected double Check(string what, double value, bool valid, string range) =>
        valid ? value : throw new AdjointException(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}: {what} of {value} must be {range}."));

    private void CheckParameter(int index, Tensor parameter, HashSet<Tensor> seen)
    {
        if (!parameter.DType.IsFloatingPoint())
            throw new DTypeException($"{Name}: parameter {index} is {parameter.DType.Name()}; only float32 and float64 can be optimized.");
        if (!parameter.IsLeaf)
            throw new GraphException($"{Name}: parameter {index} is the result of {parameter.Creator!.Op.Name}, no leaf; optimize what it was computed from, or Detach() it.");
        if (parameter.IsSymbolic) throw new AdjointException($"{Name}: parameter {index} has no values.");
        if (!parameter.IsContiguous)
            throw new ShapeException($"{Name}: parameter {index}, {parameter.Shape}, is a view whose elements do not lie in a row; Clone() it.");
        if (!seen.Add(parameter)) throw new AdjointException($"{Name}: parameter {index} occurs twice.");
    }
}
