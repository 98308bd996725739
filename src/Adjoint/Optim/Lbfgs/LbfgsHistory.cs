namespace Adjoint.Optim;

/// <summary>The last steps of L-BFGS and what goes from one to the next, under PyTorch's names in a state dictionary.</summary>
internal sealed class LbfgsHistory
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

    /// <summary>Takes over what was written down; nothing changes unless it is all there.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> state, string prefix)
    {
        bool any = state.ContainsKey(prefix + "d");
        double[] rho = any ? Take("ro").ToArray<double>() : [];
        List<(Tensor, Tensor, double)> given =
            [.. rho.Select((value, i) => (Take($"old_dirs.{i}").Clone(), Take($"old_stps.{i}").Clone(), value))];
        (Iterations, Evaluations, Length, Scale, Direction, Gradient) = any
            ? ((long)Take("n_iter").Item(), (long)Take("func_evals").Item(), Take("t").Item(), Take("H_diag").Item(),
                Take("d").Clone(), Take("prev_flat_grad").Clone())
            : (0, 0, 0, 1, null, null);
        kept = given;

        Tensor Take(string name) => state.TryGetValue(prefix + name, out Tensor? value)
            ? value
            : throw new AdjointException($"LoadStateDict: {prefix}{name} is missing.");
    }
}
