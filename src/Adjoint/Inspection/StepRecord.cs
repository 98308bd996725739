using Adjoint.Optim;

namespace Adjoint.Inspection;

/// <summary>One step of one parameter tensor, in a few numbers.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Step">The optimizer's step, from 1.</param>
/// <param name="LearningRate">α of the step.</param>
/// <param name="UpdateToWeight">
/// Norm of the whole step over the norm of the parameter before it; about 1e-3 is usual in training. Infinite for a parameter of zeros.
/// </param>
/// <param name="SignAgreement">
/// Share of the elements, of those with a gradient that is not 0, that moved against the sign of their gradient: 1 for plain
/// descent, ½ where momentum has nothing to do with the gradient.
/// </param>
/// <param name="DecayShare">Norm of what weight decay took off, over that plus the norm of what gradients took off; 0 to 1.</param>
/// <param name="SecondMoment">The histogram of v̂, or null for a rule without.</param>
public sealed record StepRecord(
    string Parameter, long Step, double LearningRate, double UpdateToWeight, double SignAgreement, double DecayShare,
    LogHistogram? SecondMoment)
{
    /// <summary>Sums up a trace.</summary>
    internal static StepRecord Of(string name, long step, StepTrace trace)
    {
        using Scope _ = GradMode.Off();
        double[] gradient = Values(trace.Gradient!), update = Values(trace.Update!), decay = Values(trace.Decay!);
        double[] after = Values(trace.Value!);
        double moved = 0, size = 0, byGradient = 0, byDecay = 0;
        int agreeing = 0, counted = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            double taken = update[i] + decay[i], value = after[i] + taken;
            moved += taken * taken;
            size += value * value;
            byGradient += update[i] * update[i];
            byDecay += decay[i] * decay[i];
            if (gradient[i] == 0 || double.IsNaN(gradient[i])) continue;
            counted++;
            if (Math.Sign(taken) == Math.Sign(gradient[i])) agreeing++;
        }

        (byGradient, byDecay) = (Math.Sqrt(byGradient), Math.Sqrt(byDecay));
        Tensor? second = trace.VHat ?? trace.V;
        return new StepRecord(
            name, step, trace.LearningRate, Math.Sqrt(moved) / Math.Sqrt(size), counted == 0 ? double.NaN : (double)agreeing / counted,
            byDecay == 0 ? 0 : byDecay / (byDecay + byGradient), second is null ? null : LogHistogram.Of(Values(second)));
    }

    private static double[] Values(Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();
}
