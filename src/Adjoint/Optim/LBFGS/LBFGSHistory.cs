namespace Adjoint.Optim;

/// <summary>The last steps of L-BFGS and what goes from one to the next, under PyTorch's names in a state dictionary.</summary>
internal sealed class LBFGSHistory
{
    private List<(Tensor Change, Tensor Step, double Rho)> kept = [];

    /// <summary>How many steps are kept.</summary>
    public int Count => kept.Count;

    /// <summary>y, a change of the gradient, s, the step that brought it, and 1/(y·s); the oldest first.</summary>
    public (Tensor Change, Tensor Step, double Rho) this[int index] => kept[index];

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

    /// <summary>Keeps one more step, and drops the oldest if there are too many.</summary>
    public void Add(Tensor change, Tensor step, double curvature, int most)
    {
        if (Count == most) kept.RemoveAt(0);
        kept.Add((change, step, 1 / curvature));
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
        state.Add(prefix + "ro", Tensor.From<double>([.. kept.Select(own => own.Rho)]));
        for (int i = 0; i < Count; i++)
        {
            state.Add($"{prefix}old_dirs.{i}", kept[i].Change);
            state.Add($"{prefix}old_stps.{i}", kept[i].Step);
        }
    }

    /// <summary>Reads what was written down, and changes nothing yet.</summary>
    /// <param name="state">The state.</param>
    /// <param name="prefix">Before the names.</param>
    /// <param name="count">How many numbers the parameters have together.</param>
    /// <returns>What takes it over.</returns>
    /// <exception cref="AdjointException">Something is missing, or is none that it can be.</exception>
    public Action Loading(IReadOnlyDictionary<string, Tensor> state, string prefix, int count)
    {
        if (!state.ContainsKey(prefix + "d"))
            return () => (Iterations, Evaluations, Length, Scale, Direction, Gradient, kept) = (0, 0, 0, 1, null, null, []);
        Tensor rho = Take("ro").To(DType.Float64);
        List<(Tensor, Tensor, double)> given =
            [.. rho.ToArray<double>().Select((value, i) => (Vector($"old_dirs.{i}"), Vector($"old_stps.{i}"), value))];
        (long iterations, long evaluations) = (Count("n_iter"), Count("func_evals"));
        (double length, double scale) = (StateNumber.Of(prefix + "t", Take("t")), StateNumber.Of(prefix + "H_diag", Take("H_diag")));
        (Tensor direction, Tensor gradient) = (Vector("d"), Vector("prev_flat_grad"));
        return () => (Iterations, Evaluations, Length, Scale, Direction, Gradient, kept) =
            (iterations, evaluations, length, scale, direction, gradient, given);

        Tensor Take(string name) => state.TryGetValue(prefix + name, out Tensor? value) && value is not null
            ? value
            : throw new AdjointException($"LoadStateDict: {prefix}{name} is missing.");

        long Count(string name) => StateNumber.Count(prefix + name, Take(name));

        Tensor Vector(string name) => Take(name) is { } value && value.Numel == count
            ? value.Clone()
            : throw new AdjointException($"LoadStateDict: {prefix}{name} is {Take(name).Shape} and not [{count}].");
    }
}
