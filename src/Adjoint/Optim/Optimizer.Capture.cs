using Adjoint.Memory;

namespace Adjoint.Optim;

public partial class Optimizer
{
    /// <summary>Takes down a step within a capture: each replay counts it, and changes parameters and state by its operations.</summary>
    private void CaptureStep(ICapture capture)
    {
        CheckCaptured();
        (ParameterState State, ParameterGroup Group, FusedRule Rule)[] moving =
        [
            .. groups.SelectMany(group => Enumerable.Repeat(group, group.Parameters.Count))
                .Zip(states, (group, state) => (state, group, (FusedRule)group.Rule))
                .Where(own => own.state.Parameter.UnseenGrad is not null),
        ];
        if (moving.Length == 0)
            throw new GraphException($"{Name}: no parameter has a gradient yet; call Backward() before Step() in the captured function.");
        Prepare(moving.Select(own => own.State));
        var step = new CapturedStep(this, moving);
        using Scope noGrad = GradMode.Off();
        Tensor scalars = step.Scalars(capture);
        Tensor[] measured = Engine.ApplyAll(new GradientMeasure(Clip), [.. moving.Select(own => own.State.Parameter.UnseenGrad!)]);
        capture.Effect([measured[0]], step.Check);
        double limit = Clip?.MaxValue ?? double.PositiveInfinity;
        int start = 0;
        foreach ((ParameterState state, ParameterGroup _, FusedRule rule) in moving)
        {
            Tensor[] kept = [.. state.Tensors.OfType<Tensor>()];
            Tensor own = scalars.Narrow(0, start, StepScalars.Count);
            start += StepScalars.Count;
            Tensor[] results = Engine.ApplyAll(
                new OptimizerUpdate(rule, limit), [state.Parameter, state.Parameter.UnseenGrad!, own, measured[1], .. kept]);
            capture.Update(state.Parameter, results[0]);
            for (int i = 0; i < kept.Length; i++) capture.Update(kept[i], results[i + 1]);
        }
    }

    /// <summary>Fails if the settings need a look at each step.</summary>
    private void CheckCaptured()
    {
        foreach (ParameterGroup group in groups)
            if (group.Rule is not FusedRule) throw NotCaptured(group.Rule);
        string? setting = AccumulationSteps > 1 ? "AccumulationSteps above 1: add up the losses within the captured function"
            : Observer is not null ? "an Observer: take it away"
            : NotFinite == GradientChoice.Skip ? "NotFinite as GradientChoice.Skip: choose Step or Fail"
            : Zero == GradientChoice.Skip ? "Zero as GradientChoice.Skip: choose Step or Fail"
            : null;
        if (setting is not null)
            throw new GraphException($"{Name}: a step cannot be captured with {setting}, or step outside of Graph.Capture.");
    }

    private static GraphException NotCaptured(UpdateRule rule) => new(
        $"{rule.Name()}: its steps depend on numbers that are read from tensors, such as norms, and cannot be captured. "
        + "Capture the function up to the gradients, return them, and step outside of Graph.Capture.");

    /// <summary>Makes the state as if it had been there before the capture.</summary>
    private static void Prepare(IEnumerable<ParameterState> states)
    {
        bool capturing = Storage.IsCapturing;
        Storage.IsCapturing = false;
        try
        {
            foreach (ParameterState state in states) state.Prepare();
        }
        finally
        {
            Storage.IsCapturing = capturing;
        }
    }

    /// <summary>What a captured step does on the host in each replay.</summary>
    private sealed class CapturedStep(Optimizer optimizer, (ParameterState State, ParameterGroup Group, FusedRule Rule)[] moving)
    {
        private readonly List<(long Steps, double[] Scalars)> before = [];
        private readonly int count = moving.Length * StepScalars.Count;

        /// <summary>The scalars of all parameters, one after the other: float64, anew in each replay.</summary>
        public Tensor Scalars(ICapture capture) => capture.Source(
            new Spec(DType.Float64, [count]), () => Context.Current.EffectCapture is { } outer ? Scalars(outer) : Next());

        /// <summary>Counts gradients and notes their norm, as a step does.</summary>
        /// <exception cref="AdjointException">A gradient is of a kind that is to fail; the step is not counted.</exception>
        public void Check(Tensor[] values)
        {
            GradientSize[] sizes = GradientMeasure.Sizes(values[0]);
            try
            {
                int next = 0;
                foreach (ParameterState state in optimizer.states)
                {
                    if (next == moving.Length || state != moving[next].State)
                        optimizer.Gradients = optimizer.Gradients with { Missing = optimizer.Gradients.Missing + 1 };
                    else optimizer.Count(state, sizes[next++]);
                }
            }
            catch
            {
                Undo();
                throw;
            }

            optimizer.GradientNorm = GradientStatistics.Norm(sizes);
            if ((optimizer.Clip?.Factor(optimizer.GradientNorm) ?? 1) < 1)
                optimizer.Gradients = optimizer.Gradients with { ClippedSteps = optimizer.Gradients.ClippedSteps + 1 };
        }

        private Tensor Next()
        {
            before.Clear();
            var scalars = new double[count];
            int start = 0;
            foreach ((ParameterState state, ParameterGroup group, FusedRule rule) in moving)
            {
                before.Add((state.Steps, [.. state.Scalars]));
                state.Advance();
                rule.Scalars(new StepInfo(state, optimizer.Rate(group))).Write(scalars.AsSpan(start, StepScalars.Count));
                start += StepScalars.Count;
            }

            optimizer.Steps++;
            return Tensor.From<double>(scalars, [count]);
        }

        private void Undo()
        {
            optimizer.Steps--;
            for (int i = 0; i < moving.Length; i++)
            {
                moving[i].State.Steps = before[i].Steps;
                before[i].Scalars.CopyTo(moving[i].State.Scalars, 0);
            }
        }
    }
}
