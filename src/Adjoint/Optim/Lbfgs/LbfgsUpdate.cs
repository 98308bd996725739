namespace Adjoint.Optim;

/// <summary>The steps of <see cref="LbfgsRule"/> over all parameters as one vector.</summary>
internal sealed class LbfgsUpdate(LbfgsRule rule, ParameterState[] states) : ClosureUpdate
{
    private const double LeastCurvature = 1e-10;

    private readonly LbfgsHistory history = new();

    public override void Save(OrderedDictionary<string, Tensor> state, string prefix) => history.Save(state, prefix);

    public override void Load(IReadOnlyDictionary<string, Tensor> state, string prefix) => history.Load(state, prefix);

    public override Tensor Step(Func<Tensor> closure, double rate, Action<StepTrace>? observer)
    {
        Tensor first = Evaluate(closure);
        double loss = Signed(first.Item());
        Tensor gradient = Gradient();
        int evaluations = 1;
        history.Evaluations++;
        if (!(Largest(gradient) > rule.ToleranceGradient)) return first;

        using Scope _ = GradMode.Off();
        for (int iteration = 1; iteration <= rule.MaxIterations; iteration++)
        {
            history.Iterations++;
            Tensor direction = Direction(gradient);
            history.Direction = direction;
            history.Gradient = gradient;
            double before = loss;
            double length = history.Iterations == 1 ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) * rate : rate;
            history.Length = length;
            double slope = Dot(gradient, direction);
            if (slope > -rule.ToleranceChange) break;

            Tensor used = gradient;
            int made = 0;
            if (rule.StrongWolfe)
            {
                var search = new StrongWolfe(at => At(closure, at, direction), rule.ToleranceChange);
                LinePoint found = search.Find(length, new LinePoint(0, loss, gradient, slope), Largest(direction));
                (length, loss, gradient) = (found.Length, found.Loss, found.Gradient);
                made = search.Evaluations;
                history.Length = length;
                Move(length, direction);
            }
            else
            {
                Move(length, direction);
                if (iteration < rule.MaxIterations)
                {
                    loss = Signed(Evaluate(closure).Item());
                    gradient = Gradient();
                    made = 1;
                }
            }

            Show(observer, used, direction * -length, rate);
            evaluations += made;
            history.Evaluations += made;
            if (evaluations >= rule.EvaluationLimit || !(Largest(gradient) > rule.ToleranceGradient)) break;
            if (Largest(direction) * Math.Abs(length) <= rule.ToleranceChange) break;
            if (Math.Abs(loss - before) < rule.ToleranceChange) break;
        }

        return first;
    }

    private Tensor Direction(Tensor gradient)
    {
        if (history.Iterations == 1) return -gradient;
        Tensor change = gradient - history.Gradient!;
        Tensor step = history.Direction! * history.Length;
        double curvature = Dot(change, step);
        if (curvature > LeastCurvature) history.Add(change, step, curvature, rule.HistorySize);

        Tensor q = -gradient;
        Span<double> shares = history.Count <= 128 ? stackalloc double[history.Count] : new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(history.Steps[i], q) * history.Rho[i];
            q.AddInPlace(history.Changes[i], -shares[i]);
        }

        q.MultiplyInPlace(history.Scale);
        for (int i = 0; i < history.Count; i++)
            q.AddInPlace(history.Steps[i], shares[i] - (Dot(history.Changes[i], q) * history.Rho[i]));
        return q;
    }

    /// <summary>Loss and gradient at θ + length·direction; θ stays.</summary>
    private LinePoint At(Func<Tensor> closure, double length, Tensor direction)
    {
        Tensor[] kept = [.. states.Select(state => state.Parameter.Detach().Clone())];
        Move(length, direction);
        double loss = Signed(Evaluate(closure).Item());
        Tensor gradient = Gradient();
        for (int i = 0; i < kept.Length; i++) states[i].Parameter.CopyFrom(kept[i]);
        return new LinePoint(length, loss, gradient, Dot(gradient, direction));
    }

    private static Tensor Evaluate(Func<Tensor> closure)
    {
        using Scope _ = GradMode.On();
        return closure();
    }

    private Tensor Gradient()
    {
        using Scope _ = GradMode.Off();
        Tensor all = Tensor.Concat([.. states.Select(Flat)]);
        return rule.Maximize ? -all : all;

        Tensor Flat(ParameterState state) => state.Parameter.UnseenGrad is { } gradient
            ? gradient.Flatten()
            : Tensor.Zeros([state.Parameter.Count], state.Parameter.DType);
    }

    private void Move(double length, Tensor direction)
    {
        int start = 0;
        foreach (ParameterState state in states)
        {
            int end = start + state.Parameter.Count;
            state.Parameter.AddInPlace(direction[start..end].Reshape(state.Parameter.Shape), length);
            start = end;
        }
    }

    private void Show(Action<StepTrace>? observer, Tensor gradient, Tensor update, double rate)
    {
        int start = 0;
        foreach (ParameterState state in states)
        {
            state.Advance();
            int end = start + state.Parameter.Count;
            if (observer is not null)
            {
                Shape shape = state.Parameter.Shape;
                observer(new StepTrace(state, rate)
                {
                    [StepQuantity.Gradient] = gradient[start..end].Reshape(shape),
                    [StepQuantity.Update] = update[start..end].Reshape(shape),
                    [StepQuantity.Decay] = Tensor.Zeros(shape, state.Parameter.DType),
                    [StepQuantity.Value] = state.Parameter.Detach().Clone(),
                });
            }

            start = end;
        }
    }

    private double Signed(double loss) => rule.Maximize ? -loss : loss;

    private static double Dot(Tensor a, Tensor b) => (a * b).Sum().Item();

    private static double Largest(Tensor x) => x.Abs().Max().Item();
}
