using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Einstein's summation: the product of all operands, each axis named by a letter, summed over the letters that the output lacks.
    /// </summary>
    /// <param name="equation">
    /// Such as <c>"bij,bjk->bik"</c>. A letter twice in an operand takes its diagonal; an ellipsis stands for axes without a name, which
    /// broadcast; without an arrow the output has the ellipsis's axes and what occurs once, in the order of the alphabet.
    /// </param>
    /// <param name="operands">The operands; axes of one letter have one size, or size 1.</param>
    /// <returns>The sum, its axes as the output names them. Several operands are multiplied in the order that takes least work.</returns>
    /// <exception cref="ShapeException">The equation is none, or does not fit the operands.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        if (operands.IsEmpty) throw new ShapeException("Einsum: there are no operands.");
        DType type = operands[0].DType;
        foreach (Tensor operand in operands)
        {
            ArgumentNullException.ThrowIfNull(operand, nameof(operands));
            type = DTypes.Promote(type, operand.DType);
        }

        EinsumEquation labels = EinsumEquation.Parse(equation, operands);
        int[] sizes = LabelSizes(equation, labels, operands);
        var factors = new List<Factor>();
        DType computed = type.IsHalf() ? DType.Float32 : type == DType.Bool ? DType.Int64 : type;
        for (int i = 0; i < operands.Length; i++) factors.Add(Factor.From(operands[i].To(computed), labels.Operands[i], sizes));
        UInt128 output = Factor.Of(labels.Output);
        foreach ((int a, int b) in ContractionOrder.Of([.. factors.Select(factor => factor.Set)], output, sizes))
        {
            (Factor first, Factor second) = (factors[a], factors[b]);
            factors.RemoveAt(Math.Max(a, b));
            factors.RemoveAt(Math.Min(a, b));
            UInt128 kept = factors.Aggregate(output, (set, factor) => set | factor.Set);
            factors.Add(Factor.Product(first, second, kept));
        }

        Tensor sum = factors[0].SumBut(output).Aligned(labels.Output);
        Tensor result = sum.ExpandTo(Shape.Create([.. labels.Output.Select(label => sizes[label])]));
        return computed == type ? result : result.To(type);
    }

    /// <summary>The size of each label, the largest that broadcasts.</summary>
    private static int[] LabelSizes(string equation, EinsumEquation labels, ReadOnlySpan<Tensor> operands)
    {
        var sizes = new int[128];
        Array.Fill(sizes, 1);
        for (int i = 0; i < operands.Length; i++)
        {
            for (int axis = 0; axis < operands[i].Rank; axis++)
            {
                ref int size = ref sizes[labels.Operands[i][axis]];
                int own = operands[i].Shape[axis];
                int again = Array.IndexOf(labels.Operands[i], labels.Operands[i][axis]);
                if (operands[i].Shape[again] != own)
                {
                    throw new ShapeException(
                        $"Einsum: in \"{equation}\" an index names axes {again} and {axis} of operand {i}, {operands[i].Shape}, "
                        + "whose sizes differ.");
                }

                if (own != 1 && size != 1 && own != size)
                {
                    throw new ShapeException(
                        $"Einsum: in \"{equation}\" axis {axis} of operand {i}, {operands[i].Shape}, has size {own}, "
                        + $"but its index has size {size} elsewhere.");
                }

                if (own != 1) size = own;
            }
        }

        return sizes;
    }
}
