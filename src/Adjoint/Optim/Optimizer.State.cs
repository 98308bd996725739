using Adjoint.Ops;

namespace Adjoint.Optim;

public partial class Optimizer
{
    /// <summary>
    /// What training changes: steps, learning rates and what is kept of each parameter, under PyTorch's names
    /// (<c>state.0.exp_avg</c>, <c>state.0.step</c>, <c>param_groups.0.lr</c>). Other settings are the program's. The tensors
    /// share memory with the optimizer's: clone what should not follow later training.
    /// </summary>
    /// <remarks>
    /// An optimizer of the same rules over the same parameters that loads this goes on bit for bit, its schedule too, which
    /// is a function of the step. Take it when no gradients are being added up.
    /// </remarks>
    /// <returns>Names and tensors.</returns>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor> { { "steps", Tensor.Of(Steps) } };
        for (int i = 0; i < groups.Length; i++) state.Add(RateKey(i), Tensor.Of(groups[i].LearningRate));
        foreach (ParameterState own in states) own.Save(state);
        closureUpdate?.History.Save(state, JointPrefix);
        return state;
    }

    /// <summary>Takes over a state that <see cref="StateDict"/> gave. Nothing changes unless everything fits.</summary>
    /// <param name="state">The state, by name.</param>
    /// <exception cref="AdjointException">Names are missing or unexpected, shapes differ, or a value is none that it can be.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckFits(state);
        long steps = StateNumber.Count("steps", state["steps"]);
        double[] rates = [.. groups.Select((_, i) => StateNumber.Of(RateKey(i), state[RateKey(i)]))];
        for (int i = 0; i < rates.Length; i++) groups[i].CheckRate(rates[i]);
        var copies = new JointCopy("LoadStateDict");
        Action[] rest =
        [
            .. states.Select(own => own.Loading(state, copies)),
            closureUpdate?.History.Loading(state, JointPrefix, states.Sum(own => own.Parameter.Numel)) ?? (() => { }),
        ];

        // From here on nothing fails.
        copies.Run();
        foreach (Action change in rest) change();
        (Steps, accumulated) = (steps, 0);
        for (int i = 0; i < rates.Length; i++) groups[i].LearningRate = rates[i];
    }

    /// <summary>Before what a rule keeps of all parameters together; PyTorch files it under the first.</summary>
    private const string JointPrefix = "state.0.";

    private void CheckFits(IReadOnlyDictionary<string, Tensor> state)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        Expect("steps", Shape.Scalar);
        for (int i = 0; i < groups.Length; i++) Expect(RateKey(i), Shape.Scalar);
        foreach (ParameterState own in states)
        {
            // Nothing is there of a parameter that has made no step.
            if (!state.ContainsKey(own.Keys().First().Key)) continue;
            foreach ((string name, Shape shape) in own.Keys()) Expect(name, shape);
        }

        if (closureUpdate is null)
            foreach (string name in state.Keys) if (!known.Contains(name)) wrong.Add($"{name} is unexpected");
        if (wrong.Count > 0)
            throw new AdjointException($"LoadStateDict: the state does not fit {Name}: {string.Join("; ", wrong)}.");

        void Expect(string name, Shape shape)
        {
            known.Add(name);
            if (!state.TryGetValue(name, out Tensor? given) || given is null) wrong.Add($"{name} is missing");
            else if (shape.Rank > 0 && given.Shape != shape) wrong.Add($"{name} is {given.Shape} and not {shape}");
        }
    }

    private static string RateKey(int group) => $"param_groups.{group}.lr";
}
