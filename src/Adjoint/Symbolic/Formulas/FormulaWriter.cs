using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Adjoint.Core;
using Adjoint.Notation;

namespace Adjoint.Symbolic;

/// <summary>Writes one formula: a stack of what is still to be written stands in for recursion.</summary>
/// <param name="layout">Which of an operation's templates to use.</param>
/// <param name="symbols">How names, numbers and parentheses are written.</param>
/// <param name="names">Names for tensors that are to be written by them; null for none, or for all others.</param>
internal sealed class FormulaWriter(Func<MathNotation, Template> layout, ISymbols symbols, Func<Tensor, string?>? names)
{
    /// <summary>A formula may have so many parts before shared ones are named...</summary>
    private const long FewParts = 2000;

    /// <summary>...or so many times as many as the graph has calls.</summary>
    private const long LargestRatio = 8;

    private readonly StringBuilder text = new();
    private readonly Stack<Item> waiting = new();
    private Dictionary<Call, string>? shared;

    /// <summary>The formula of a tensor.</summary>
    public string Write(Tensor root)
    {
        foreach (Call call in FindShared(root))
        {
            string name = shared![call];
            // Its own name must not stand for it here.
            shared.Remove(call);
            text.Append(symbols.Statement(name));
            Push(call);
            Drain();
            shared[call] = name;
            text.Append(symbols.EndStatement);
        }

        waiting.Push(new Item(root, Precedence.None));
        Drain();
        return text.ToString();
    }

    /// <summary>One call, whatever name its result has.</summary>
    public string Write(Call call)
    {
        Push(call);
        Drain();
        return text.ToString();
    }

    private void Drain()
    {
        while (waiting.TryPop(out Item item))
        {
            if (item.Tensor is { } tensor) Write(tensor, item.Needed);
            else text.Append(item.Literal);
        }
    }

    private void Write(Tensor tensor, Precedence needed)
    {
        if (NameOf(tensor) is { } name)
        {
            text.Append(symbols.Name(name));
            return;
        }

        if (tensor.Creator is { IsFreed: false } call)
        {
            Template written = layout(call.Op.Notation);
            if (written.Pattern is ['#', >= '1' and <= '9' and var alone])
            {
                // Nothing but an operand, which then holds together as tightly as it does by itself.
                waiting.Push(new Item(call[alone - '1'], needed));
                return;
            }

            bool enclose = written.Precedence < needed;
            if (enclose) text.Append(symbols.Open);
            if (enclose) waiting.Push(new Item(symbols.Close));
            Push(call);
            return;
        }

        string literal = Literal(tensor, out Precedence precedence);
        text.Append(precedence < needed ? symbols.Open + literal + symbols.Close : literal);
    }

    private string? NameOf(Tensor tensor) =>
        names?.Invoke(tensor) ?? tensor.Name ?? (tensor.Creator is { } call ? shared?.GetValueOrDefault(call) : null);

    private string Literal(Tensor tensor, out Precedence precedence)
    {
        precedence = Precedence.Atom;
        bool one = tensor.Count == 1 || (tensor.Count > 0 && !tensor.IsSymbolic && !tensor.Strides.ContainsAnyExcept(0));
        if (tensor.IsSymbolic || !one) return $"{tensor.DType.Name()}{tensor.Shape}";
        double value = tensor.Detach().To(DType.Float64).Flatten()[0].Item();
        return symbols.Number(value, tensor.DType, out precedence);
    }

    /// <summary>Puts the parts of a call on the stack, the last first.</summary>
    private void Push(Call call)
    {
        Template written = layout(call.Op.Notation);
        ReadOnlySpan<char> template = written.Pattern;
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        var parts = new List<Item>();
        while (template.IndexOf('#') is >= 0 and int mark)
        {
            if (mark > 0) parts.Add(new Item(template[..mark].ToString()));
            char operand = template[mark + 1];
            if (operand == '*')
            {
                for (int i = 0; i < inputs.Length; i++)
                {
                    if (i > 0) parts.Add(new Item(", "));
                    parts.Add(new Item(inputs[i], Precedence.None));
                }
            }
            else
            {
                int input = operand - '1';
                parts.Add(new Item(inputs[input], written.Operand(input)));
            }

            template = template[(mark + 2)..];
        }

        if (!template.IsEmpty) parts.Add(new Item(template.ToString()));
        for (int i = parts.Count - 1; i >= 0; i--) waiting.Push(parts[i]);
    }

    /// <summary>The calls that get names of their own, each after those it depends on.</summary>
    private List<Call> FindShared(Tensor root)
    {
        IReadOnlyList<Call> calls = CallOrder.Behind([root]);
        var parts = new Dictionary<Call, long>(ReferenceEqualityComparer.Instance);
        var uses = new Dictionary<Call, int>(ReferenceEqualityComparer.Instance);
        long all = 1;
        foreach (Call call in calls)
        {
            long count = 1;
            foreach (Tensor input in call.Inputs)
            {
                if (NameOf(input) is not null || input.Creator is not { } creator) continue;
                count = Math.Min(count + parts[creator], long.MaxValue / 4);
                CollectionsMarshal.GetValueRefOrAddDefault(uses, creator, out _)++;
            }

            parts[call] = all = count;
        }

        if (all <= Math.Max(FewParts, LargestRatio * calls.Count)) return [];
        List<Call> named = [.. calls.Where(call => uses.GetValueOrDefault(call) > 1)];
        shared = new Dictionary<Call, string>(ReferenceEqualityComparer.Instance);
        var taken = new HashSet<string>(
            calls.SelectMany(call => call.Inputs.ToArray()).Select(NameOf).OfType<string>());
        int number = 0;
        foreach (Call call in named)
        {
            string name;
            do name = string.Create(CultureInfo.InvariantCulture, $"t{++number}");
            while (taken.Contains(name));
            shared[call] = name;
        }

        return named;
    }

    /// <summary>A piece of text, or a tensor to be written where so tight a precedence is needed.</summary>
    private readonly struct Item
    {
        public Item(string literal) => Literal = literal;

        public Item(Tensor tensor, Precedence needed) => (Tensor, Needed) = (tensor, needed);

        public string? Literal { get; }

        public Tensor? Tensor { get; }

        public Precedence Needed { get; }
    }
}
