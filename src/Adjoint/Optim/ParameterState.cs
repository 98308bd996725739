using Adjoint.Ops;

namespace Adjoint.Optim;

/// <summary>A parameter and what an optimizer keeps of it.</summary>
internal sealed class ParameterState(int index, Tensor parameter, UpdateRule rule)
{
    private const string StepName = "step";

    private readonly IReadOnlyList<ScalarState> scalarStates = rule.ScalarStates();
    private DType type = parameter.DType;

    /// <summary>Its number among all parameters of the optimizer.</summary>
    public int Index => index;

    /// <summary>The rule by which it is stepped.</summary>
    public UpdateRule Rule => rule;

    /// <summary>The parameter itself.</summary>
    public Tensor Parameter => parameter;

    /// <summary>How many steps it has made.</summary>
    public long Steps { get; set; }

    /// <summary>The tensors, in the order of <see cref="UpdateRule.StateNames"/>; null where not used or not yet.</summary>
    public Tensor?[] Tensors { get; } = new Tensor?[rule.StateNames().Count];

    /// <summary>The numbers, in the order of <see cref="UpdateRule.ScalarStates"/>.</summary>
    public double[] Scalars { get; } = [.. rule.ScalarStates().Select(scalar => scalar.Initial)];

    /// <summary>The contiguous gradient of the step that is being made; null if the parameter sits it out.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Whether the parameter was cast since its steps were prepared.</summary>
    public bool IsCast => parameter.DType != type;

    /// <summary>Casts what is kept to the parameter's type.</summary>
    public void FollowCast()
    {
        type = parameter.DType;
        for (int i = 0; i < Tensors.Length; i++) Tensors[i] = Tensors[i]?.To(type);
    }

    /// <summary>Counts one more step, and makes the tensors at the first.</summary>
    public void Advance()
    {
        if (Steps++ == 0) Prepare();
    }

    /// <summary>Makes the tensors, if they are not there.</summary>
    public void Prepare()
    {
        foreach ((_, int place, Shape shape) in Used())
            Tensors[place] ??= Tensor.Full(shape, rule.InitialState(place), parameter.DType);
    }

    /// <summary>Writes down what is kept; nothing before the first step.</summary>
    public void Save(OrderedDictionary<string, Tensor> state)
    {
        if (Steps == 0) return;
        state.Add(Key(StepName), Tensor.Of(Steps));
        for (int i = 0; i < Scalars.Length; i++) state.Add(Key(scalarStates[i].Name), Tensor.Of(Scalars[i]));
        foreach ((string name, int place, _) in Used()) state.Add(Key(name), Tensors[place]!);
    }

    /// <summary>Reads what was written down, and changes nothing yet.</summary>
    /// <param name="state">The state, which has the names and shapes it should.</param>
    /// <param name="copies">Takes what is to be copied.</param>
    /// <returns>What changes the rest.</returns>
    /// <exception cref="AdjointException">A value cannot be read, or is none that it can be.</exception>
    public Action Loading(IReadOnlyDictionary<string, Tensor> state, JointCopy copies)
    {
        long steps = state.TryGetValue(Key(StepName), out Tensor? given) ? StateNumber.Count(Key(StepName), given) : 0;
        double[] scalars =
        [
            .. scalarStates.Select(scalar => steps == 0 ? scalar.Initial : StateNumber.Of(Key(scalar.Name), state[Key(scalar.Name)])),
        ];
        var fresh = new Tensor?[Tensors.Length];
        foreach ((string name, int place, Shape shape) in Used())
        {
            // Captured steps go on with the tensors that are there.
            if (Tensors[place] is { } own)
                copies.Add(Key(name), own, steps > 0 ? state[Key(name)] : Tensor.Full(shape, rule.InitialState(place), own.DType));
            else if (steps > 0)
                copies.Add(Key(name), fresh[place] = Tensor.Full(shape, 0, parameter.DType), state[Key(name)]);
        }

        return () =>
        {
            Steps = steps;
            scalars.CopyTo(Scalars, 0);
            for (int place = 0; place < fresh.Length; place++) Tensors[place] ??= fresh[place];
        };
    }

    /// <summary>The names that a state holds of this parameter, and their shapes, the number of the step first.</summary>
    public IEnumerable<(string Key, Shape Shape)> Keys() =>
    [
        (Key(StepName), Shape.Scalar),
        .. scalarStates.Select(scalar => (Key(scalar.Name), Shape.Scalar)),
        .. Used().Select(used => (Key(used.Name), used.Shape)),
    ];

    private string Key(string name) => $"state.{index}.{name}";

    private IEnumerable<(string Name, int Place, Shape Shape)> Used() => rule.States(parameter.Shape);
}
