namespace Adjoint.Optim;

/// <summary>
/// Changes parameters along their gradients. Use: compute a loss, <c>loss.Backward()</c>, <see cref="Step()"/>,
/// <see cref="ZeroGrad"/>, and again. Conventions are PyTorch's.
/// </summary>
/// <remarks>
/// How a parameter is changed is its group's <see cref="UpdateRule"/> to say; <see cref="Adam"/> and the others are
/// optimizers with one group.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Adam(net.Parameters(), 1e-3);
/// var other = new Optimizer(net.Parameters(), new SGDRule(0.1, Momentum: 0.9)) { Schedule = new CosineAnnealingLR(1000) };
/// </code>
/// </example>
public partial class Optimizer
{
    private readonly LBFGSUpdate? closureUpdate;
    private ParameterGroup[] groups;
    private GroupUpdate[] updates;
    private ParameterState[] states;
    private Tensor?[] gradients;
    private GradientStatistics statistics;
    private int accumulated;

    /// <summary>Makes an optimizer of one group.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="rule">The rule and its settings; its <see cref="UpdateRule.Formulas"/> say what a step computes.</param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Optimizer(IEnumerable<Tensor> parameters, UpdateRule rule)
        : this([new ParameterGroup(parameters, rule)]) { }

    /// <summary>Makes an optimizer of several groups, each with its own rule and settings.</summary>
    /// <exception cref="AdjointException">
    /// A setting is out of its range, there are no parameters, or one of them is no leaf, occurs twice, is not
    /// contiguous, or is of a type that cannot be stepped.
    /// </exception>
    public Optimizer(IEnumerable<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        this.groups = [.. groups];
        foreach (ParameterGroup group in this.groups) group.Rule.Check();
        if (!this.groups.Any(group => group.Parameters.Count > 0))
            throw new AdjointException($"{Name}: there are no parameters to optimize; do its tensors carry [Parameter]?");
        int index = 0;
        states = [.. this.groups.SelectMany(
            group => group.Parameters.Select(parameter => new ParameterState(index++, parameter, group.Rule)))];
        ParameterCheck.Check(Name, states);
        gradients = new Tensor?[states.Length];
        statistics = new GradientStatistics([.. states.Select(state => state.Parameter.Numel)]);
        updates = new GroupUpdate[this.groups.Length];
        Bind();
        closureUpdate = updates.OfType<LBFGSUpdate>().FirstOrDefault();
        if (closureUpdate is not null && updates.Length > 1)
            throw new AdjointException(
                $"{Name}: a rule that evaluates the loss itself steps all parameters as one group; there are {updates.Length}.");

        Parameters = [.. states.Select(state => state.Parameter)];
    }

    /// <summary>What is optimized, group after group.</summary>
    public IReadOnlyList<Tensor> Parameters { get; private set; }

    /// <summary>The groups of parameters.</summary>
    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate as a function of the step; null for a constant one.</summary>
    /// <exception cref="AdjointException">A setting of the schedule is out of its range.</exception>
    public Schedule? Schedule
    {
        get;
        set
        {
            value?.Check();
            field = value;
        }
    }

    /// <summary>A limit on gradients; null for none.</summary>
    public GradientClip? Clip { get; set; }

    /// <summary>What to do with a gradient that has a NaN or an infinity: by default, fail.</summary>
    public GradientChoice NotFinite { get; set; } = GradientChoice.Fail;

    /// <summary>What to do with a gradient that is 0 everywhere. By default a step, as in PyTorch: momentum and decay go on.</summary>
    public GradientChoice Zero { get; set; } = GradientChoice.Step;

    /// <summary>How many gradients of each kind there were so far.</summary>
    public GradientCounts Gradients { get; private set; }

    /// <summary>The Euclidean norm of all gradients together at the last step, before clipping.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Receives a trace of each step of each parameter; steps then take more time and memory. Null for no traces.</summary>
    public Action<StepTrace>? Observer { get; set; }

    /// <summary>
    /// How many backward passes make a step: only each n-th call of <see cref="Step()"/> changes parameters, by the mean of
    /// the gradients that have added up, and in between <see cref="ZeroGrad"/> keeps them.
    /// </summary>
    /// <exception cref="AdjointException">It is set to less than 1.</exception>
    public int AccumulationSteps
    {
        get;
        set => field = value >= 1
            ? value
            : throw new AdjointException($"{Name}: AccumulationSteps of {value} must be at least 1.");
    } = 1;

    /// <summary>α of the first group's next step, by the schedule if any; setting it sets what that starts from, for all groups.</summary>
    /// <exception cref="AdjointException">It is set to a negative or infinite value, or to no number.</exception>
    public double LearningRate
    {
        get => Rate(groups[0]);
        set
        {
            foreach (ParameterGroup group in groups) group.LearningRate = value;
        }
    }

    /// <summary>The groups, each with its rule and its parameters, and the schedule; a line each.</summary>
    public override string ToString() => string.Join(
        '\n', [.. groups.Select(group => group.ToString()), .. Schedule is null ? Array.Empty<string>() : [$"schedule: {Schedule}"]]);

    private string Name => groups.Length > 0 ? groups[0].Rule.Name() : nameof(Optimizer);

    /// <summary>Changes each parameter that has a gradient; the others stay, and so does their state.</summary>
    /// <exception cref="AdjointException">
    /// A gradient is of a kind that is to <see cref="GradientChoice.Fail"/>; then nothing has changed. Or the rule evaluates
    /// the loss itself and needs <see cref="Step(Func{Tensor})"/>.
    /// </exception>
    /// <exception cref="GraphException">It is called within <see cref="Graph.Capture"/>, and such a step cannot be captured.</exception>
    public void Step()
    {
        if (closureUpdate is not null)
            throw new AdjointException($"{Name}: it evaluates the loss several times in a step; call Step(closure).");
        if (Context.Current.EffectCapture is { } capture)
        {
            CaptureStep(capture);
            return;
        }

        if (++accumulated < AccumulationSteps) return;
        accumulated = 0;
        try
        {
            FollowCasts();
            // A tensor takes no gradient of another shape or type.
            for (int i = 0; i < states.Length; i++)
                gradients[i] = states[i].Gradient = states[i].Parameter.UnseenGrad?.Contiguous();
            statistics.Measure(gradients);
            Choose();
            GradientNorm = statistics.Norm() / AccumulationSteps;
            double factor = Clip?.Factor(GradientNorm) ?? 1;
            if (factor < 1) Gradients = Gradients with { ClippedSteps = Gradients.ClippedSteps + 1 };
            for (int i = 0; i < updates.Length; i++)
            {
                double sign = groups[i].Rule.Maximize ? -1 : 1;
                updates[i].Step(Rate(groups[i]), sign * factor / AccumulationSteps, Clip?.MaxValue ?? double.PositiveInfinity, Observer);
            }

            foreach (ParameterState state in states)
                if (state.Gradient is not null) state.Parameter.Touch();
            Steps++;
        }
        finally
        {
            foreach (ParameterState state in states) state.Gradient = null;
            Array.Clear(gradients);
        }
    }

    /// <summary>The same for a loss that the optimizer evaluates itself, several times for <see cref="LBFGSRule"/>.</summary>
    /// <param name="closure">Clears the gradients, computes the loss, calls <c>Backward()</c> on it, and returns it.</param>
    /// <returns>The loss before the step.</returns>
    public Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        if (closureUpdate is not null)
        {
            if (Context.Current.EffectCapture is not null) throw NotCaptured(groups[0].Rule);
            FollowCasts();
            Tensor first = closureUpdate.Step(closure, Rate(groups[0]), Observer);
            Steps++;
            return first;
        }

        Tensor loss = closure();
        Step();
        return loss;
    }

    /// <summary>Adds a group of parameters, as of layers that are trained from now on: PyTorch's <c>add_param_group</c>.</summary>
    /// <param name="group">The group; its rule has made no step yet.</param>
    /// <exception cref="AdjointException">
    /// A setting is out of its range, a parameter cannot be optimized or belongs to the optimizer already, or a rule evaluates the loss
    /// itself; then nothing has changed.
    /// </exception>
    public void AddParameterGroup(ParameterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        group.Rule.Check();
        int index = states.Length;
        ParameterState[] added = [.. group.Parameters.Select(parameter => new ParameterState(index++, parameter, group.Rule))];
        ParameterState[] all = [.. states, .. added];
        ParameterCheck.Check(Name, all);
        GroupUpdate update = group.Rule.Bind(added);
        if (closureUpdate is not null || update is LBFGSUpdate)
            throw new AdjointException($"{Name}: a rule that evaluates the loss itself steps all parameters as one group.");
        (groups, updates, states) = ([.. groups, group], [.. updates, update], all);
        gradients = new Tensor?[states.Length];
        statistics = new GradientStatistics([.. states.Select(state => state.Parameter.Numel)]);
        Parameters = [.. states.Select(state => state.Parameter)];
    }

    /// <summary>Clears the gradients of all parameters, unless they are still being accumulated.</summary>
    public void ZeroGrad()
    {
        if (accumulated > 0) return;
        foreach (ParameterState state in states) state.Parameter.ZeroGrad();
    }

    private void Bind()
    {
        int first = 0;
        for (int i = 0; i < updates.Length; i++)
        {
            int count = groups[i].Parameters.Count;
            updates[i] = groups[i].Rule.Bind(states[first..(first + count)]);
            first += count;
        }
    }

    /// <summary>Parameters that were cast since are stepped in their new type, and what is kept of them is cast too.</summary>
    private void FollowCasts()
    {
        if (!Array.Exists(states, state => state.IsCast)) return;
        foreach (ParameterState state in states) ParameterTypes.Check($"{Name}: parameter {state.Index}", state.Parameter.DType);
        foreach (ParameterState state in states) state.FollowCast();
        if (closureUpdate is null) Bind();
    }

    private double Rate(ParameterGroup group) => Schedule?.At(Steps, group.LearningRate) ?? group.LearningRate;

    /// <summary>Counts gradients by kind, and drops those that are to be skipped.</summary>
    private void Choose()
    {
        for (int i = 0; i < states.Length; i++)
        {
            if (gradients[i] is null) Gradients = Gradients with { Missing = Gradients.Missing + 1 };
            else if (Count(states[i], statistics[i]) == GradientChoice.Skip)
            {
                states[i].Gradient = null;
                statistics.LeaveOut(i);
            }
        }
    }

    /// <summary>Counts a gradient, and says what to do with it.</summary>
    /// <exception cref="AdjointException">It is of a kind that is to fail.</exception>
    private GradientChoice Count(ParameterState state, GradientSize size)
    {
        if (!size.IsFinite)
        {
            Gradients = Gradients with { NotFinite = Gradients.NotFinite + 1 };
            return Allowed(NotFinite, state, "is not finite");
        }

        if (size.IsZero)
        {
            Gradients = Gradients with { Zero = Gradients.Zero + 1 };
            return Allowed(Zero, state, "is 0 everywhere");
        }

        Gradients = Gradients with { Ordinary = Gradients.Ordinary + 1 };
        return GradientChoice.Step;
    }

    private GradientChoice Allowed(GradientChoice choice, ParameterState state, string what) => choice != GradientChoice.Fail
        ? choice
        : throw new AdjointException(
            $"{Name}: the gradient of parameter {state.Index}, {state.Parameter.Shape}, {what}; nothing was changed. "
            + "Look for the cause with GradMode.DetectAnomalies(), lower the learning rate, clip, or choose GradientChoice.Skip.");
}
