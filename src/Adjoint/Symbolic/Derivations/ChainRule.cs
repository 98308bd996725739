namespace Adjoint.Symbolic;

/// <summary>
/// A derivative as the chain rule builds it from the local partial derivatives of a trace: a product over the rows that
/// every path from the variable to the result passes, of sums over the paths between two of them. Factors of 1 are written.
/// </summary>
/// <param name="InPartials">In the local partial derivatives: <c>(∂f/∂a + ∂f/∂b)*(∂q/∂v1*∂v1/∂x + ∂q/∂v2*∂v2/∂x)</c>.</param>
/// <param name="InRows">The same with the formula of each local partial derivative, in the names of the trace.</param>
public sealed record ChainRule(Tensor InPartials, Tensor InRows)
{
    /// <summary>The chain rule for the result of a trace of numbers and one of its variables.</summary>
    /// <param name="trace">The trace, with one result.</param>
    /// <param name="variable">Name of the variable.</param>
    /// <returns>The rule, with its terms.</returns>
    public static ChainRule Of(Derivation trace, string variable)
    {
        ArgumentNullException.ThrowIfNull(trace);
        DType type = trace.Outputs[0].DType;
        string? result = trace.NameOf(trace.Outputs[0]);
        if (result == variable) return Same(Tensor.Ones([], type));
        List<Edge> edges = Between(trace, variable, result);
        if (edges.Count == 0) return Same(Tensor.Zeros([], type));
        return new ChainRule(
            Product(edges, variable, type, edge => Tensor.Symbol($"∂{edge.To}/∂{edge.From}", type)),
            Product(edges, variable, type, edge => Kept(edge.Partial.Slope)));
    }

    /// <summary>A slope that is a number stays a factor of its own, also if it is 1.</summary>
    private static Tensor Kept(Tensor slope) => slope.IsSymbolic || slope.Creator is not null ? slope : slope.WithGrad();

    private static ChainRule Same(Tensor tensor) => new(tensor, tensor);

    /// <summary>The dependences on paths from the variable to the result, in the order of the trace.</summary>
    private static List<Edge> Between(Derivation trace, string variable, string? result)
    {
        var reached = new HashSet<string> { variable };
        var edges = new List<Edge>();
        foreach (DerivationRow row in trace.Rows)
        {
            foreach (LocalPartial partial in row.Partials)
            {
                if (!reached.Contains(partial.Input) || partial.Constant == 0) continue;
                reached.Add(row.Name);
                edges.Add(new Edge(partial.Input, row.Name, partial));
            }
        }

        var needed = new HashSet<string> { result ?? "" };
        for (int i = edges.Count - 1; i >= 0; i--)
            if (needed.Contains(edges[i].To)) needed.Add(edges[i].From);
        edges.RemoveAll(edge => !needed.Contains(edge.To));
        return edges;
    }

    private static Tensor Product(List<Edge> edges, string variable, DType dtype, Func<Edge, Tensor> slope)
    {
        // Rows in order; one that no dependence jumps over is on every path.
        var place = new Dictionary<string, int> { [variable] = 0 };
        foreach (Edge edge in edges) place.TryAdd(edge.To, place.Count);
        var farthest = new int[place.Count];
        foreach (Edge edge in edges) farthest[place[edge.From]] = Math.Max(farthest[place[edge.From]], place[edge.To]);
        var blocks = new List<int>();
        for (int i = 0, reach = 0; i < farthest.Length; i++)
        {
            if (reach <= i) blocks.Add(i);
            reach = Math.Max(reach, farthest[i]);
        }

        ILookup<int, Edge> outgoing = edges.ToLookup(edge => place[edge.From]);
        Tensor? product = null;
        for (int block = blocks.Count - 1; block > 0; block--)
        {
            int end = blocks[block];
            var sums = new Dictionary<int, Tensor?> { [end] = null };
            for (int i = end - 1; i >= blocks[block - 1]; i--)
            {
                Tensor? sum = null;
                foreach (Edge edge in outgoing[i])
                {
                    Tensor? outer = sums[place[edge.To]];
                    Tensor term = outer is null ? slope(edge) : outer * slope(edge);
                    sum = sum is null ? term : sum + term;
                }

                sums[i] = sum;
            }

            Tensor factor = sums[blocks[block - 1]]!;
            product = product is null ? factor : product * factor;
        }

        return product ?? Tensor.Ones([], dtype);
    }

    private sealed record Edge(string From, string To, LocalPartial Partial);
}
