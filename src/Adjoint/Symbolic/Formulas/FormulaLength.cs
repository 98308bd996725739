namespace Adjoint.Symbolic;

/// <summary>How many characters a formula takes as plain text, every shared piece written out, without writing it.</summary>
internal sealed class FormulaLength
{
    private readonly Dictionary<Call, double> lengths = new(ReferenceEqualityComparer.Instance);

    /// <summary>The length of a tensor's formula.</summary>
    public double Of(Tensor root)
    {
        foreach (Call call in CallOrder.Behind([root]))
        {
            ref double length = ref CollectionsMarshal.GetValueRefOrAddDefault(lengths, call, out bool known);
            if (!known) length = Measure(call);
        }

        return Of(root, Precedence.None);
    }

    private double Measure(Call call)
    {
        Template layout = TemplateOf(call);
        double length = 0;
        foreach ((string literal, int? operand) in layout.Pieces(call.Inputs.Length))
            length += operand is { } input ? Of(call[input], layout.Operand(input)) : literal.Length;
        return length;
    }

    private static Template TemplateOf(Call call) => Symbols.Text.TemplateOf(call);

    private double Of(Tensor tensor, Precedence needed)
    {
        Precedence precedence = Precedence.Atom;
        double length = 1;
        if (tensor.Name is { } name) length = name.Length;
        else if (tensor.Creator is { } call) (length, precedence) = (lengths[call], TemplateOf(call).Precedence);
        else if (tensor is { IsSymbolic: false, Numel: 1 })
            length = Symbols.Text.Number(tensor.Item(), tensor.DType, out precedence).Length;
        return length + (precedence < needed ? 2 : 0);
    }
}
