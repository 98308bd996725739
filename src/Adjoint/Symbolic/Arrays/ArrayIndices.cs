namespace Adjoint.Symbolic;

/// <summary>Finds the variables that count places, classes or summands.</summary>
internal static class ArrayIndices
{
    public static HashSet<string> Of(ArrayNode root)
    {
        var found = new HashSet<string>();
        var seen = new HashSet<ArrayNode>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<ArrayNode>([root]);
        while (waiting.TryPop(out ArrayNode? node))
        {
            if (!seen.Add(node)) continue;
            foreach (ArrayNode place in Places(node)) found.UnionWith(place.Variables);
            foreach (ArrayNode argument in node.Arguments) waiting.Push(argument);
        }

        return found;
    }

    private static IEnumerable<ArrayNode> Places(ArrayNode node)
    {
        if (node.Is(ArrayTable.Element) || node.Is(ArrayTable.Row) || node.Is(ArrayTable.Column)) return node.Arguments.Skip(1);
        if (node.Is(ArrayTable.OneHot) || node.Is(ArrayTable.IndexSum)) return node.Arguments.Take(node.Is(ArrayTable.OneHot) ? 1 : 2);
        return node.Is(ArrayTable.CrossEntropy) && !node[1].Type.Equals(node[0].Type) ? [node[1]] : [];
    }
}
