namespace Adjoint.Symbolic;

/// <summary>Derivatives as formulas: the passes of the engine over symbolic numbers, simplified.</summary>
internal static class SymbolicGradient
{
    /// <summary>The simplified partial derivatives of a number with respect to some variables.</summary>
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> variables) => Simplifier.Simplify(Reverse(output, variables));

    /// <summary>What a reverse pass computes, step by step.</summary>
    public static Tensor[] Reverse(Tensor output, IReadOnlyList<Tensor> variables)
    {
        var gradient = new Tensor?[variables.Count];
        if (output.IsSymbolic && variables.Count > 0)
            gradient = Engine.Grad([output], [.. variables], createGraph: true, allowUnused: true);
        return [.. gradient.Select(g => g ?? Tensor.Zeros([], output.DType))];
    }

    /// <summary>What a forward pass for one variable computes.</summary>
    public static Tensor Forward(Tensor output, Tensor variable) => output.IsSymbolic
        ? Engine.Jvp(output, [variable], [Tensor.Ones([], variable.DType)], createGraph: true)
        : Tensor.Zeros([], output.DType);
}
