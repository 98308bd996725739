namespace Adjoint.Core;

/// <summary>Looks for the first NaN of a backward pass.</summary>
internal static class Anomaly
{
    /// <summary>Fails if the gradient that a call passed on has a NaN in it.</summary>
    public static void Check(Call call, int input, Tensor gradient)
    {
        if (gradient.IsSymbolic || !gradient.IsNaN().Any()) return;
        throw new GraphException(
            $"{call}: the gradient of input {input} has a NaN. "
            + (call.Origin is null ? "Record the forward pass within GradMode.DetectAnomalies() to see where the call was made." : "The call was made" + Environment.NewLine + call.Origin));
    }
}
