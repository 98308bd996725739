namespace Adjoint.Nn;

/// <summary>
/// The common base of RNN, LSTM and GRU: stacked layers, each over time forwards or in both directions, with parameters named as
/// in PyTorch (<c>weight_ih_l0</c>, <c>weight_hh_l0_reverse</c>, …).
/// </summary>
/// <remarks>Sequences are [time, N, features], or [N, time, features] if the batch comes first, or [time, features] for one.</remarks>
public abstract partial class Recurrent : Module
{
    private readonly int inputs, layers, projection;
    private readonly bool bias, batchFirst;
    private readonly double dropout;
    private readonly Generator? random;
    private List<(string Name, Tensor Value)> parameters = [];

    /// <summary>Creates the layers, all parameters uniform over ±1/√hidden; gates are features computed for each hidden one.</summary>
    private protected Recurrent(
        int gates, int inputSize, int hiddenSize, int numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
        Generator? generator, DType dtype, int projection = 0)
    {
        if (projection < 0 || (projection > 0 && projection >= hiddenSize))
            throw new ShapeException($"{Kind}: a projection to {projection} features is not within 1 to {hiddenSize - 1}, or 0 for none.");
        if (inputSize < 1 || hiddenSize < 1 || numLayers < 1)
            throw new ShapeException($"{Kind}: {inputSize} inputs, {hiddenSize} hidden and {numLayers} layers must be at least 1.");
        if (!(dropout is >= 0 and <= 1)) throw new AdjointException($"{Kind}: a probability of {dropout} is not within 0 to 1.");
        (this.inputs, Hidden, this.layers, this.projection) = (inputSize, hiddenSize, numLayers, projection);
        Directions = bidirectional ? 2 : 1;
        (this.bias, this.batchFirst, this.dropout, this.random) = (bias, batchFirst, dropout, generator);
        for (int layer = 0; layer < numLayers; layer++)
        {
            for (int direction = 0; direction < Directions; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                Add("weight_ih" + suffix, [gates * hiddenSize, layer == 0 ? inputSize : Outputs * Directions]);
                Add("weight_hh" + suffix, [gates * hiddenSize, Outputs]);
                if (bias) Add("bias_ih" + suffix, [gates * hiddenSize]);
                if (bias) Add("bias_hh" + suffix, [gates * hiddenSize]);
                if (projection > 0) Add("weight_hr" + suffix, [projection, hiddenSize]);
            }
        }

        void Add(string name, Shape shape) => parameters.Add((name, Init.UniformByFanIn(shape, hiddenSize, generator, dtype)));
    }

    /// <summary>Features of the hidden state.</summary>
    private protected int Hidden { get; }

    /// <summary>Output features of a layer in one direction.</summary>
    private int Outputs => projection > 0 ? projection : Hidden;

    /// <summary>1, or 2 for both directions.</summary>
    private protected int Directions { get; }

    /// <summary>Number of tensors of a state: the hidden one, and the cell of an LSTM.</summary>
    private protected virtual int StateCount => 1;

    /// <summary>The outputs of the last layer for a sequence, from a state of zeros: [time, N, directions·hidden].</summary>
    public sealed override Tensor Forward(Tensor x) => Run(x, null).Output;

    /// <summary>
    /// One step of one layer: from the projected input [N, gates·hidden] and the state, each [N, hidden], to the new state, whose
    /// first tensor is also the output.
    /// </summary>
    private protected abstract Tensor[] Step(Tensor x, Tensor[] state, Tensor weight, Tensor? bias);

    /// <summary>Runs over a sequence, from zeros if no state is given; states are each [layers·directions, N, hidden].</summary>
    private protected (Tensor Output, Tensor[] State) Run(Tensor x, Tensor[]? initial)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var _ = EnterScope();
        if (x.Rank == 2)
        {
            (Tensor output, Tensor[] last) = Batched(x.Unsqueeze(1), initial?.Select(s => s.Unsqueeze(1)).ToArray());
            return (output.Squeeze(1), [.. last.Select(s => s.Squeeze(1))]);
        }

        if (x.Rank != 3) throw new ShapeException($"{Kind}: takes a sequence [time, N, {inputs}] or [time, {inputs}], not {x.Shape}.");
        if (!batchFirst) return Batched(x, initial);
        (Tensor transposed, Tensor[] state) = Batched(x.Transpose(0, 1), initial);
        return (transposed.Transpose(0, 1), state);
    }

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        parameters = parameters.ConvertAll(parameter =>
        {
            members.Parameter(parameter.Name, ref parameter.Value);
            return parameter;
        });
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = $"{inputs}, {Hidden}";
        if (projection > 0) text += $", proj_size={projection}";
        if (layers != 1) text += $", num_layers={layers}";
        if (!bias) text += ", bias=False";
        if (batchFirst) text += ", batch_first=True";
        if (dropout != 0) text += $", dropout={PythonText.Of(dropout)}";
        return Directions == 1 ? text : text + ", bidirectional=True";
    }

    private (Tensor Output, Tensor[] State) Batched(Tensor x, Tensor[]? initial)
    {
        if (x.Shape[2] != inputs || x.Shape[0] == 0)
            throw new ShapeException(
                $"{Kind}: takes sequences of at least one step of {inputs} features, not [time, N, features] = {x.Shape}.");
        return Layers(x, States(x.Shape[1], x.DType, initial), Through);
    }

    /// <summary>The states, each [layers·directions, N, features], or zeros.</summary>
    private Tensor[] States(int count, DType dtype, Tensor[]? initial)
    {
        // Only the hidden state is projected, not the cell.
        Shape[] states =
            [.. Enumerable.Range(0, StateCount).Select(i => Shape.Create([layers * Directions, count, i == 0 ? Outputs : Hidden]))];
        for (int i = 0; i < initial?.Length; i++)
            if (initial[i].Shape != states[i]) throw new ShapeException($"{Kind}: a state {initial[i].Shape} is not {states[i]}.");
        return initial ?? [.. states.Select(shape => Tensor.Zeros(shape, dtype))];
    }

    /// <summary>All layers, each in all directions by a function of input, state, place and whether it runs backwards.</summary>
    private (Tensor Output, Tensor[] State) Layers(
        Tensor x, Tensor[] initial, Func<Tensor, Tensor[], int, bool, (Tensor Output, Tensor[] State)> through)
    {
        var last = new List<Tensor[]>();
        for (int layer = 0; layer < layers; layer++)
        {
            if (layer > 0) x = x.Dropout(dropout, Training, random);
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int place = (layer * Directions) + direction;
                Tensor[] state = [.. initial.Select(s => s.Narrow(0, place, 1).Squeeze(0))];
                (outputs[direction], state) = through(x, state, place, direction == 1);
                last.Add(state);
            }

            x = Directions == 1 ? outputs[0] : Tensor.Concat(outputs, -1);
        }

        return (x, [.. Enumerable.Range(0, StateCount).Select(i => Tensor.Stack([.. last.Select(state => state[i])]))]);
    }

    // One product projects the inputs of all steps.
    private (Tensor Output, Tensor[] State) Through(Tensor x, Tensor[] state, int place, bool backwards)
    {
        Weights own = WeightsAt(place);
        Tensor[] steps = x.Linear(own.Input, own.InputBias).Split(1);
        var outputs = new Tensor[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            int t = backwards ? steps.Length - 1 - i : i;
            state = StepOnce(steps[t].Squeeze(0), state, own);
            outputs[t] = state[0];
        }

        return (Tensor.Stack(outputs), state);
    }

    private Tensor[] StepOnce(Tensor x, Tensor[] state, in Weights own)
    {
        state = Step(x, state, own.Hidden, own.HiddenBias);
        if (own.Projection is { } projected) state[0] = state[0].Linear(projected);
        return state;
    }

    private Weights WeightsAt(int place)
    {
        int count = (bias ? 4 : 2) + (projection > 0 ? 1 : 0);
        int first = place * count;
        return new Weights(
            parameters[first].Value, parameters[first + 1].Value, bias ? parameters[first + 2].Value : null,
            bias ? parameters[first + 3].Value : null, projection > 0 ? parameters[first + count - 1].Value : null);
    }

    /// <summary>The parameters of a layer in one direction.</summary>
    private readonly record struct Weights(Tensor Input, Tensor Hidden, Tensor? InputBias, Tensor? HiddenBias, Tensor? Projection);
}
