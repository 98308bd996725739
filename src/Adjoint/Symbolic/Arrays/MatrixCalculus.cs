namespace Adjoint.Symbolic;

/// <summary>Derivatives as formulas in matrix notation: a reverse pass that computes with nodes in the place of numbers.</summary>
internal sealed class MatrixCalculus(ArrayAlgebra algebra)
{
    /// <summary>The adjoints of some nodes, from that of the result.</summary>
    /// <param name="root">The result, in simplified form.</param>
    /// <param name="seed">Its adjoint: 1 for a number.</param>
    /// <param name="wanted">The nodes whose adjoints are wanted.</param>
    /// <exception cref="NoFormulaException">A step has no formula.</exception>
    public ArrayNode[] Reverse(ArrayNode root, ArrayNode seed, IReadOnlyList<ArrayNode> wanted)
    {
        var targets = new HashSet<ArrayNode>(wanted, ReferenceEqualityComparer.Instance);
        var gains = new Dictionary<ArrayNode, List<ArrayNode>>(ReferenceEqualityComparer.Instance) { [root] = [seed] };
        List<ArrayNode> order = Order(root, targets);
        var reaching = new HashSet<ArrayNode>(ReferenceEqualityComparer.Instance);
        foreach (ArrayNode node in order)
            if (targets.Contains(node) || (node.Is(ArrayTable.IndexSum) ? Outside(node) : node.Arguments)
                .Any(reaching.Contains)) reaching.Add(node);
        for (int i = order.Count - 1; i >= 0; i--)
        {
            ArrayNode node = order[i];
            if (!reaching.Contains(node) || targets.Contains(node) || !gains.TryGetValue(node, out List<ArrayNode>? given)) continue;
            ArrayNode g = algebra.Add([.. given]);
            foreach ((ArrayNode argument, ArrayNode gain) in Pull(node, g))
            {
                if (!reaching.Contains(argument)) continue;
                if (gains.TryGetValue(argument, out List<ArrayNode>? known)) known.Add(gain);
                else gains[argument] = [gain];
            }
        }

        return [.. wanted.Select(node => gains.TryGetValue(node, out List<ArrayNode>? given) ? algebra.Add([.. given])
            : algebra.Zeros(node.Type))];
    }

    /// <summary>What each argument gains from the adjoint of a node.</summary>
    public IEnumerable<(ArrayNode Argument, ArrayNode Gain)> Pull(ArrayNode node, ArrayNode g)
    {
        if (node.Is(ArrayTable.IndexSum)) return PullSum(node, g);
        ArrayNode?[] gains = (node.Function.Pull ?? throw new NoFormulaException(node.Function.Name))(algebra, node, g);
        return node.Arguments.Zip(gains).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!));
    }

    /// <summary>The matrix of the derivatives of a vector with respect to a vector; null where it has no formula.</summary>
    public ArrayNode? Jacobian(ArrayNode y, ArrayNode x)
    {
        ArrayNode g = algebra.Graph.Variable("\u0001g", y.Type);
        ArrayNode flow = Reverse(y, g, [x])[0];
        if (y.Type.IsScalar) return LinearMap.Of(algebra, flow, g);
        return LinearMap.Of(algebra, flow, g) is { } transposed ? algebra.Transpose(transposed) : null;
    }

    private IEnumerable<(ArrayNode, ArrayNode)> PullSum(ArrayNode node, ArrayNode g)
    {
        var edge = new List<ArrayNode>();
        foreach (ArrayNode part in Order(node[2], []))
        {
            if (!part.Indices.Contains(node.Name!)) continue;
            foreach (ArrayNode argument in part.Arguments)
                if (!argument.Indices.Contains(node.Name!) && argument.Variables.Count > 0 && !edge.Contains(argument)) edge.Add(argument);
        }

        ArrayNode[] gains = Reverse(node[2], g, edge);
        return edge.Zip(gains, (argument, gain) => (argument, algebra.SumOver(node.Name!, node[0], node[1], gain)));
    }

    /// <summary>The nodes behind a result, each after its arguments; not beyond the targets.</summary>
    private static List<ArrayNode> Order(ArrayNode root, HashSet<ArrayNode> targets)
    {
        var order = new List<ArrayNode>();
        var seen = new HashSet<ArrayNode>(ReferenceEqualityComparer.Instance);
        Visit(root);
        return order;

        void Visit(ArrayNode node)
        {
            if (!seen.Add(node)) return;
            if (!targets.Contains(node) && !node.Is(ArrayTable.IndexSum)) foreach (ArrayNode argument in node.Arguments) Visit(argument);
            if (node.Is(ArrayTable.IndexSum)) foreach (ArrayNode argument in Outside(node)) Visit(argument);
            order.Add(node);
        }
    }

    /// <summary>What the summand of a sum over an index uses from outside of it.</summary>
    private static IEnumerable<ArrayNode> Outside(ArrayNode sum)
    {
        var seen = new HashSet<ArrayNode>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<ArrayNode>([sum[2]]);
        while (waiting.TryPop(out ArrayNode? node))
        {
            if (!seen.Add(node)) continue;
            if (!node.Indices.Contains(sum.Name!)) yield return node;
            else foreach (ArrayNode argument in node.Arguments) waiting.Push(argument);
        }
    }
}
