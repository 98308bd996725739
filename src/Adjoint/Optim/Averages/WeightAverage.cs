using Adjoint.Ops;

namespace Adjoint.Optim;

/// <summary>
/// A running average of parameters, which often does better than where training ends: exponential (Polyak &amp; Juditsky
/// 1992), or of equal weights (SWA, Izmailov et al. 2018, arXiv 1803.05407).
/// </summary>
/// <remarks>
/// As with PyTorch's <c>AveragedModel</c>, the first update copies the parameters. After that
/// <code>
/// exponential:  a ← a + (1 − decay)(θ − a)
/// equal:        a ← a + (θ − a)/(n + 1)
/// </code>
/// Running statistics, such as batch norm's, are no parameters and are not averaged.
/// </remarks>
/// <example>
/// <code>
/// var average = WeightAverage.Exponential(net.Parameters(), 0.999);
/// // after each optimizer.Step():
/// average.Update();
/// // to evaluate:
/// using (average.Apply()) { … }
/// </code>
/// </example>
public sealed class WeightAverage
{
    private readonly double? decay;
    private readonly Tensor[] parameters;
    private readonly ParameterState[] states;
    private readonly GroupUpdate update;

    private WeightAverage(IEnumerable<Tensor> parameters, double? decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.decay = decay;
        this.parameters = [.. parameters];
        if (this.parameters.Length == 0) throw new AdjointException("WeightAverage: there are no parameters to average.");
        for (int i = 0; i < this.parameters.Length; i++)
            ParameterTypes.Check($"WeightAverage: parameter {i}", this.parameters[i].DType);
        var rule = new AverageRule();
        states = [.. this.parameters.Select((parameter, i) => new ParameterState(i, parameter.Detach().Clone(), rule))];
        update = rule.Bind(states);
    }

    /// <summary>How many updates there were.</summary>
    public long Updates { get; private set; }

    /// <summary>The averages, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Averages => [.. states.Select(state => state.Parameter.Detach())];

    /// <summary>An exponential moving average.</summary>
    /// <param name="parameters">What to average.</param>
    /// <param name="decay">The share that the average keeps at each update, at least 0 and below 1.</param>
    /// <returns>The average, which takes the parameters in at each <see cref="Update"/>.</returns>
    /// <exception cref="AdjointException">
    /// The decay is out of its range, there are no parameters, or one is of a type that cannot be averaged.
    /// </exception>
    public static WeightAverage Exponential(IEnumerable<Tensor> parameters, double decay = 0.999)
    {
        Setting.Fraction("decay", decay).Check("WeightAverage.Exponential");
        return new WeightAverage(parameters, decay);
    }

    /// <summary>The average of equal weights: stochastic weight averaging.</summary>
    /// <param name="parameters">What to average.</param>
    /// <returns>The average, before its first update.</returns>
    /// <exception cref="AdjointException">There are no parameters.</exception>
    public static WeightAverage Equal(IEnumerable<Tensor> parameters) => new(parameters, null);

    /// <summary>Takes the parameters as they are now into the average. Allocates nothing.</summary>
    /// <exception cref="GraphException">It is called within <see cref="Graph.Capture"/>.</exception>
    public void Update()
    {
        if (Context.Current.EffectCapture is not null)
            throw new GraphException("WeightAverage.Update: it counts its updates, and cannot be captured; call it after each replay.");
        double share = Updates == 0 ? 1 : 1 - decay ?? 1.0 / (Updates + 1);
        for (int i = 0; i < states.Length; i++)
            states[i].Gradient = parameters[i].IsContiguous ? parameters[i] : parameters[i].Contiguous();
        update.Step(share, 1, double.PositiveInfinity, null);
        foreach (ParameterState state in states) state.Gradient = null;
        Updates++;
    }

    /// <summary>Puts the averages into the parameters, until disposed.</summary>
    /// <returns>What puts the own values back when it is disposed.</returns>
    public Scope Apply() => new(parameters, Averages);

    /// <summary>The averages and their number, under PyTorch's name for that. They share memory: clone what should not follow.</summary>
    /// <returns>The averages by number, and <c>n_averaged</c>.</returns>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor> { { "n_averaged", Tensor.Of(Updates) } };
        for (int i = 0; i < states.Length; i++) state.Add($"average.{i}", states[i].Parameter);
        return state;
    }

    /// <summary>Takes over what <see cref="StateDict"/> gave.</summary>
    /// <param name="state">The state, by name.</param>
    /// <exception cref="AdjointException">Something is missing or has another shape; then nothing changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.TryGetValue("n_averaged", out Tensor? updates))
            throw new AdjointException("LoadStateDict: the state does not fit WeightAverage: n_averaged is missing.");
        for (int i = 0; i < states.Length; i++)
        {
            if (!state.TryGetValue($"average.{i}", out Tensor? given) || given?.Shape != states[i].Parameter.Shape)
                throw new AdjointException(
                    $"LoadStateDict: the state does not fit WeightAverage: average.{i} of shape {states[i].Parameter.Shape} is missing.");
        }

        long count = StateNumber.Count("n_averaged", updates);
        var copies = new JointCopy("LoadStateDict");
        for (int i = 0; i < states.Length; i++) copies.Add($"average.{i}", states[i].Parameter, state[$"average.{i}"]);
        copies.Run();
        Updates = count;
    }

    /// <summary>Which average it is, of how many parameters, after how many updates.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"WeightAverage({(decay is { } share ? $"decay = {share}" : "equal")}; {states.Length} parameters, {Updates} updates)");

    /// <summary>While it lasts, the parameters are the averages.</summary>
    public readonly ref struct Scope
    {
        private readonly Tensor[] parameters;
        private readonly Tensor[] kept;

        internal Scope(Tensor[] parameters, IReadOnlyList<Tensor> averages)
        {
            this.parameters = parameters;
            kept = [.. parameters.Select(parameter => parameter.Detach().Clone())];
            Put(parameters, averages);
        }

        /// <summary>Puts the parameters back.</summary>
        public void Dispose() => Put(parameters, kept);

        private static void Put(Tensor[] parameters, IReadOnlyList<Tensor> values)
        {
            using Adjoint.Scope _ = GradMode.Off();
            for (int i = 0; i < parameters.Length; i++) parameters[i].CopyFrom(values[i]);
        }
    }
}
