using System.Runtime.InteropServices;
using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>How many characters a formula takes as plain text, every shared piece written out, without writing it.</summary>
internal sealed class FormulaLength
{
    private readonly Dictionary<Call, double> lengths = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<Op, Layout> layouts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The length of a tensor's formula.</summary>
    public double Of(Tensor root)
    {
        using Walk walk = Walk.From([root]);
        foreach (Call call in walk.Calls)
        {
            ref double length = ref CollectionsMarshal.GetValueRefOrAddDefault(lengths, call, out bool known);
            if (!known) length = Measure(call);
        }

        return Of(root, Binding.None);
    }

    private double Measure(Call call)
    {
        Layout layout = LayoutOf(call);
        ReadOnlySpan<char> template = layout.Template;
        double length = template.Length;
        while (template.IndexOf('#') is >= 0 and int mark)
        {
            length -= 2;
            char operand = template[mark + 1];
            if (operand != '*') length += Of(call[operand - '1'], layout.Operand(operand - '1'));
            else
                for (int i = 0; i < call.Inputs.Length; i++) length += Of(call[i], Binding.None) + (i > 0 ? 2 : 0);
            template = template[(mark + 2)..];
        }

        return length;
    }

    private Layout LayoutOf(Call call)
    {
        ref Layout? layout = ref CollectionsMarshal.GetValueRefOrAddDefault(layouts, call.Op, out _);
        return layout ??= call.Op.Notation.Text;
    }

    private double Of(Tensor tensor, Binding needed)
    {
        Binding binding = Binding.Atom;
        double length;
        if (tensor.Name is { } name) length = name.Length;
        else if (tensor.Creator is { } call) (length, binding) = (lengths[call], LayoutOf(call).Binding);
        else length = tensor.IsSymbolic || tensor.Count != 1 ? 1 : TextSymbols.Instance.Number(tensor.Item(), tensor.DType, out binding).Length;
        return length + (binding < needed ? 2 : 0);
    }
}
