using System.Text;

namespace Adjoint.Symbolic;

/// <summary>Writes one formula, with a stack of what is still to be written instead of recursion.</summary>
/// <param name="symbols">Text or LaTeX.</param>
/// <param name="names">Names for tensors that are to be written by them; null for none, or for all others.</param>
internal sealed class FormulaWriter(Symbols symbols, Func<Tensor, string?>? names)
{
    // Shared parts are named where the formula has more parts than this, and than so many times the graph's calls.
    private const long FewParts = 2000;
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
            Push(call, TemplateOf(call));
            Drain();
            shared[call] = name;
            text.Append(symbols.EndStatement);
        }

        waiting.Push(new Item(null, root));
        Drain();
        return text.ToString();
    }

    /// <summary>One call, whatever name its result has.</summary>
    public string Write(Call call) => Write(call, TemplateOf(call));

    /// <summary>The inputs of a call in a template of their own.</summary>
    public string Write(Call call, Template template)
    {
        Push(call, template);
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
            Template written = TemplateOf(call);
            if (written.Pattern is ['#', >= '1' and <= '9' and var alone])
            {
                // The template is the operand alone, which keeps its own precedence.
                waiting.Push(new Item(null, call[alone - '1'], needed));
                return;
            }

            if (written.Precedence < needed)
            {
                text.Append(symbols.Open);
                waiting.Push(new Item(symbols.Close));
            }

            Push(call, written);
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
        bool one = tensor.Numel == 1 || (tensor.Numel > 0 && !tensor.IsSymbolic && !tensor.Strides.ContainsAnyExcept(0));
        if (tensor.IsSymbolic || !one) return $"{tensor.DType.Name()}{tensor.Shape}";
        double value = tensor.Detach().To(DType.Float64).Flatten()[0].Item();
        return symbols.Number(value, tensor.DType, out precedence);
    }

    private Template TemplateOf(Call call) => symbols.TemplateOf(call);

    /// <summary>Puts the parts of a call on the stack, the last first.</summary>
    private void Push(Call call, Template written)
    {
        ReadOnlySpan<(string, int?)> pieces = written.Pieces(call.Inputs.Length);
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            (string literal, int? operand) = pieces[i];
            waiting.Push(operand is { } input ? new Item(null, call[input], written.Operand(input)) : new Item(literal));
        }
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
        HashSet<string> taken = [.. calls.SelectMany(call => call.Inputs.ToArray()).Select(NameOf).OfType<string>()];
        int number = 0;
        foreach (Call call in named) shared[call] = Derivation.Unused("t", ref number, taken);
        return named;
    }

    /// <summary>A piece of text, or a tensor to be written where so tight a precedence is needed.</summary>
    private readonly record struct Item(string? Literal, Tensor? Tensor = null, Precedence Needed = Precedence.None);
}
