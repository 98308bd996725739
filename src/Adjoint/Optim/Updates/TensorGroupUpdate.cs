namespace Adjoint.Optim;

/// <summary>The steps of a group by a rule in tensor code: parameter after parameter.</summary>
internal sealed class TensorGroupUpdate(TensorRule rule, ParameterState[] states) : GroupUpdate
{
    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer)
    {
        using Scope _ = GradMode.Off();
        foreach (ParameterState state in states)
        {
            if (state.Gradient is not { } gradient) continue;
            if (scale != 1) gradient *= scale;
            if (double.IsFinite(limit)) gradient = gradient.Clamp(-limit, limit);
            state.Advance();
            StepTrace? trace = observer is null ? null : new StepTrace(state, rate);
            ParameterChange change = rule.Change(new ParameterStep(state, gradient, rate, trace));
            Tensor all = change.Decay is { } decay ? change.Update + decay : change.Update;
            state.Parameter.AddInPlace(all, -1);
            if (trace is null) continue;
            trace[StepQuantity.Gradient] = gradient.Clone();
            trace[StepQuantity.Update] = change.Update;
            trace[StepQuantity.Decay] = change.Decay ?? Tensor.Zeros(change.Update.Shape, change.Update.DType);
            trace[StepQuantity.Value] = state.Parameter.Clone().Detach();
            observer!(trace);
        }
    }
}
