namespace Adjoint.Autograd;

/// <summary>Looks for the first NaN of a pass, and remembers where calls were made.</summary>
internal static class Anomaly
{
    /// <summary>Fails if the gradient that a call passed on has a NaN in it.</summary>
    public static void Check(Call call, int input, Tensor gradient)
    {
        if (!HasNaN(gradient)) return;
        throw new GraphException(
            $"{call}: the gradient of input {input} has a NaN. "
            + (call.Origin is null
            ? "Record the forward pass within GradMode.DetectAnomalies() to see where the call was made." : MadeAt(call)));
    }

    /// <summary>Fails if a recorded result has a NaN in it.</summary>
    public static void CheckResult(Call call, Tensor y, ReadOnlySpan<Tensor> x)
    {
        if (!HasNaN(y)) return;
        string inherited = "";
        for (int i = 0; i < x.Length && inherited.Length == 0; i++)
            if (HasNaN(x[i])) inherited = $" Its input {i} has one already, and was not itself recorded.";
        throw new GraphException($"{call}: the result has a NaN.{inherited} {MadeAt(call)}");
    }

    private static string MadeAt(Call call) => "The call was made" + Environment.NewLine + call.Origin;

    private static bool HasNaN(Tensor x)
    {
        if (!x.DType.IsFloatingPoint() || !Context.Current.IsConstant(x)) return false;
        using Scope _ = GradMode.Off();
        return x.Detach().IsNaN().Any();
    }
}
