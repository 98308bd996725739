namespace Adjoint.Optim;

/// <summary>The steps of <see cref="LBFGSRule"/> over all parameters as one vector; each evaluates the loss several times.</summary>
internal sealed class LBFGSUpdate(LBFGSRule rule, ParameterState[] states) : GroupUpdate
{
    private const double LeastCurvature = 1e-10;

    /// <summary>What goes from step to step.</summary>
    public LBFGSHistory History { get; } = new();

    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer) =>
        throw new InvalidOperationException("A step without the loss was asked of a rule that needs it.");

    /// <summary>One step, with a closure that clears the gradients, computes the loss and its gradients, and returns it.</summary>
    /// <returns>The loss before the step.</returns>
    public Tensor Step(Func<Tensor> closure, double rate, Action<StepTrace>? observer)
    {
        Tensor first = Evaluate(closure);
        double loss = Signed(first.Item());
        Tensor gradient = Gradient();
        int evaluations = 1;
        History.Evaluations++;
        if (!(Largest(gradient) > rule.ToleranceGradient)) return first;

        using Scope _ = GradMode.Off();
        for (int iteration = 1; iteration <= rule.MaxIterations; iteration++)
        {
            History.Iterations++;
            Tensor direction = Direction(gradient);
            History.Direction = direction;
            History.Gradient = gradient;
            double before = loss;
            double length = History.Iterations == 1 ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) * rate : rate;
            History.Length = length;
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
                History.Length = length;
            }

            Move(length, direction);
            if (!rule.StrongWolfe && iteration < rule.MaxIterations)
            {
                loss = Signed(Evaluate(closure).Item());
                gradient = Gradient();
                made = 1;
            }

            Show(observer, used, direction * -length, rate);
            evaluations += made;
            History.Evaluations += made;
            if (evaluations >= rule.EvaluationLimit || !(Largest(gradient) > rule.ToleranceGradient)) break;
            if (Largest(direction) * Math.Abs(length) <= rule.ToleranceChange) break;
            if (Math.Abs(loss - before) < rule.ToleranceChange) break;
        }

        return first;
    }

    private Tensor Direction(Tensor gradient)
    {
        if (History.Iterations == 1) return -gradient;
        Tensor change = gradient - History.Gradient!;
        Tensor step = History.Direction! * History.Length;
        double curvature = Dot(change, step);
        if (curvature > LeastCurvature) History.Add(change, step, curvature, rule.HistorySize);

        Tensor q = -gradient;
        Span<double> shares = History.Count <= 128 ? stackalloc double[History.Count] : new double[History.Count];
        for (int i = History.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(History[i].Step, q) * History[i].Rho;
            q.AddInPlace(History[i].Change, -shares[i]);
        }

        q.MultiplyInPlace(History.Scale);
        for (int i = 0; i < History.Count; i++)
            q.AddInPlace(History[i].Step, shares[i] - (Dot(History[i].Change, q) * History[i].Rho));
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
            : Tensor.Zeros([state.Parameter.Numel], state.Parameter.DType);
    }

    private void Move(double length, Tensor direction)
    {
        int start = 0;
        foreach (ParameterState state in states)
        {
            int end = start + state.Parameter.Numel;
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
            int end = start + state.Parameter.Numel;
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
