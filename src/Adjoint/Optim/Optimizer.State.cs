namespace Adjoint.Optim;

public partial class Optimizer
{
    private const string StepName = "step";
    private const string ProductName = "mu_product";

    /// <summary>
    /// What training changes: steps, learning rates and what is remembered of each parameter, under PyTorch's names
    /// (<c>state.0.exp_avg</c>, <c>state.0.step</c>, <c>param_groups.0.lr</c>). Other settings are the program's. The tensors
    /// share memory with the optimizer's: clone what should not follow later training.
    /// </summary>
    /// <remarks>
    /// An optimizer of the same rules over the same parameters that loads this goes on bit for bit, its schedule too, which
    /// is a function of the step. Take it when no gradients are being added up.
    /// </remarks>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor> { { "steps", Tensor.Of(Steps) } };
        for (int i = 0; i < groups.Length; i++) state.Add(RateKey(i), Tensor.Of(groups[i].LearningRate));
        foreach (ParameterState own in states)
        {
            if (own.Steps == 0) continue;
            state.Add(Key(own, StepName), Tensor.Of(own.Steps));
            if (own.Rule is NAdamRule) state.Add(Key(own, ProductName), Tensor.Of(own.MomentumProduct));
            foreach ((string name, int place, _) in MemoryOf(own)) state.Add(Key(own, name), own.Memory[place]!);
        }

        Joint?.Memory.Save(state, "state.0.");
        return state;
    }

    /// <summary>Takes over a state that <see cref="StateDict"/> gave. Nothing changes unless everything fits.</summary>
    /// <exception cref="AdjointException">Names are missing or unexpected, or shapes differ.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckFits(state);
        Steps = (long)state["steps"].Item();
        accumulated = 0;
        for (int i = 0; i < groups.Length; i++) groups[i].LearningRate = state[RateKey(i)].Item();
        foreach (ParameterState own in states)
        {
            own.Steps = state.TryGetValue(Key(own, StepName), out Tensor? steps) ? (long)steps.Item() : 0;
            own.MomentumProduct = state.TryGetValue(Key(own, ProductName), out Tensor? product) ? product.Item() : 1;
            Array.Clear(own.Memory);
            if (own.Steps == 0) continue;
            foreach ((string name, int place, _) in MemoryOf(own))
                own.Memory[place] = state[Key(own, name)].To(own.Parameter.DType).Detach().Clone();
        }

        Joint?.Memory.Load(state, "state.0.");
    }

    private void CheckFits(IReadOnlyDictionary<string, Tensor> state)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { "steps" };
        var wrong = new List<string>();
        Expect("steps", []);
        for (int i = 0; i < groups.Length; i++) Expect(RateKey(i), []);
        foreach (ParameterState own in states)
        {
            known.Add(Key(own, StepName));
            if (!state.ContainsKey(Key(own, StepName))) continue;
            if (own.Rule is NAdamRule) Expect(Key(own, ProductName), []);
            foreach ((string name, _, Shape shape) in MemoryOf(own)) Expect(Key(own, name), shape);
        }

        if (Joint is null)
            foreach (string name in state.Keys) if (!known.Contains(name)) wrong.Add($"{name} is unexpected");
        if (wrong.Count > 0)
            throw new AdjointException($"LoadStateDict: the state does not fit {Name}: {string.Join("; ", wrong)}.");

        void Expect(string name, Shape? shape)
        {
            known.Add(name);
            if (!state.TryGetValue(name, out Tensor? given)) wrong.Add($"{name} is missing");
            else if (shape is { Rank: > 0 } sizes && given.Shape != sizes) wrong.Add($"{name} is {given.Shape} and not {sizes}");
        }
    }

    private static IEnumerable<(string Name, int Place, Shape Shape)> MemoryOf(ParameterState own)
    {
        IReadOnlyList<string?> names = own.Rule.MemoryNames();
        for (int place = 0; place < names.Count; place++)
        {
            if (names[place] is { } name && own.Rule.MemoryShape(place, own.Parameter.Shape) is { } shape)
                yield return (name, place, shape);
        }
    }

    private static string RateKey(int group) => $"param_groups.{group}.lr";

    private static string Key(ParameterState own, string name) => $"state.{own.Index}.{name}";
}
