namespace Adjoint.Optim;

/// <summary>What L-BFGS remembers from step to step, under PyTorch's names in a state dictionary.</summary>
internal sealed class LbfgsHistory
{
    /// <summary>y: the last changes of the gradient, oldest first.</summary>
    public List<Tensor> Changes { get; } = [];

    /// <summary>s: the steps that brought them.</summary>
    public List<Tensor> Steps { get; } = [];

    /// <summary>1/(y·s).</summary>
    public List<double> Rho { get; } = [];

    /// <summary>How many steps are remembered.</summary>
    public int Count => Rho.Count;

    /// <summary>(y·s)/(y·y) of the newest: the approximation before it was improved.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>d, the last direction.</summary>
    public Tensor? Direction { get; set; }

    /// <summary>τ, how far along it.</summary>
    public double Length { get; set; }

    /// <summary>The gradient from which it was taken.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Iterations so far.</summary>
    public long Iterations { get; set; }

    /// <summary>Evaluations of the loss so far.</summary>
    public long Evaluations { get; set; }

    /// <summary>Remembers one more step, and forgets the oldest if there are too many.</summary>
    public void Add(Tensor change, Tensor step, double curvature, int most)
    {
        if (Count == most)
        {
            Changes.RemoveAt(0);
            Steps.RemoveAt(0);
            Rho.RemoveAt(0);
        }

        Changes.Add(change);
        Steps.Add(step);
        Rho.Add(1 / curvature);
        Scale = curvature / change.Square().Sum().Item();
    }

    /// <summary>Writes everything down.</summary>
    public void Save(OrderedDictionary<string, Tensor> state, string prefix)
    {
        if (Direction is null) return;
        state.Add(prefix + "n_iter", Tensor.Of(Iterations));
        state.Add(prefix + "func_evals", Tensor.Of(Evaluations));
        state.Add(prefix + "d", Direction);
        state.Add(prefix + "t", Tensor.Of(Length));
        state.Add(prefix + "H_diag", Tensor.Of(Scale));
        state.Add(prefix + "prev_flat_grad", Gradient!);
        state.Add(prefix + "ro", Tensor.From<double>(Rho.ToArray()));
        for (int i = 0; i < Count; i++)
        {
            state.Add($"{prefix}old_dirs.{i}", Changes[i]);
            state.Add($"{prefix}old_stps.{i}", Steps[i]);
        }
    }

    /// <summary>Takes over what was written down.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> state, string prefix)
    {
        Changes.Clear();
        Steps.Clear();
        Rho.Clear();
        (Direction, Gradient, Iterations, Evaluations, Scale) = (null, null, 0, 0, 1);
        if (!state.ContainsKey(prefix + "d")) return;
        Iterations = (long)Take("n_iter").Item();
        Evaluations = (long)Take("func_evals").Item();
        Direction = Take("d").Clone();
        Length = Take("t").Item();
        Scale = Take("H_diag").Item();
        Gradient = Take("prev_flat_grad").Clone();
        Rho.AddRange(Take("ro").ToArray<double>());
        for (int i = 0; i < Rho.Count; i++)
        {
            Changes.Add(Take($"old_dirs.{i}").Clone());
            Steps.Add(Take($"old_stps.{i}").Clone());
        }

        Tensor Take(string name) => state.TryGetValue(prefix + name, out Tensor? value)
            ? value
            : throw new AdjointException($"LoadStateDict: {prefix}{name} is missing.");
    }
}
