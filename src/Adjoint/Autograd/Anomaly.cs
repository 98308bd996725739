using System.Diagnostics;
using System.Text;
using Adjoint.Core;

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
            + (call.Origin is null ? "Record the forward pass within GradMode.DetectAnomalies() to see where the call was made." : MadeAt(call)));
    }

    /// <summary>Fails if a recorded result has a NaN in it.</summary>
    public static void CheckResult(Tensor y, ReadOnlySpan<Tensor> x)
    {
        if (!HasNaN(y)) return;
        string inherited = "";
        for (int i = 0; i < x.Length && inherited.Length == 0; i++)
            if (HasNaN(x[i])) inherited = $" Its input {i} has one already, and was not itself recorded.";
        throw new GraphException($"{y.Creator}: the result has a NaN.{inherited} {MadeAt(y.Creator!)}");
    }

    /// <summary>The stack of the caller outside the library, the innermost line first.</summary>
    public static string Here()
    {
        var text = new StringBuilder();
        string? library = typeof(Anomaly).Assembly.FullName;
        bool outside = false;
        foreach (StackFrame frame in new StackTrace(1, true).GetFrames())
        {
            outside |= DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName != library;
            if (outside) text.Append(new StackTrace(frame).ToString());
        }

        return text.ToString();
    }

    private static string MadeAt(Call call) => "The call was made" + Environment.NewLine + call.Origin;

    private static bool HasNaN(Tensor x)
    {
        if (x.IsSymbolic || !x.DType.IsFloatingPoint()) return false;
        using GradMode.Scope _ = GradMode.Off();
        return x.Detach().IsNaN().Any();
    }
}
