namespace Adjoint.Symbolic;

/// <summary>Computes nodes: each once, those that depend on the index of a sum once for each of its values.</summary>
internal sealed class ArrayValues(IReadOnlyDictionary<string, Tensor> variables, DType type)
{
    private readonly Dictionary<ArrayNode, Tensor> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, double> indices = [];

    public DType DType => type;

    /// <summary>The value of a node.</summary>
    public Tensor Of(ArrayNode node)
    {
        if (known.TryGetValue(node, out Tensor? value)) return value;
        value = Compute(node);
        if (node.Indices.Count == 0) known.Add(node, value);
        return value;
    }

    /// <summary>The entries of a tensor of floating point, in order.</summary>
    public static double[] Entries(Tensor value) => value.Detach().To(DType.Float64).Contiguous().ToArray<double>();

    private Tensor Compute(ArrayNode node)
    {
        if (node.Is(ArrayTable.Variable))
            return variables.GetValueOrDefault(node.Name!) ?? throw new ArrayShapeException($"'{node.Name}' has no value");
        if (node.Is(ArrayTable.Index)) return Tensor.Scalar(indices[node.Name!], type);
        if (node.Is(ArrayTable.IndexSum)) return SumOver(node);
        if (node.Is(ArrayTable.Literal)) return node.Literal!.To(type);
        var arguments = new Tensor[node.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = Of(node[i]);
        Tensor value = arguments.Length == 0 ? Constant(node) : node.Function.Evaluate!(node, arguments);
        return value.DType == type ? value : value.To(type);
    }

    private Tensor Constant(ArrayNode node) => node.Function.Evaluate is { } evaluate
        ? evaluate(node, [Tensor.Scalar(0, type)])
        : Tensor.Scalar(node.Settings[0], type);

    private Tensor SumOver(ArrayNode node)
    {
        int from = ArrayTable.Place(Of(node[0]));
        int to = ArrayTable.Place(Of(node[1]));
        bool shadows = indices.TryGetValue(node.Name!, out double outer);
        Tensor sum = Tensor.Zeros([.. node.Type.Sizes], type);
        for (int i = from; i <= to; i++)
        {
            indices[node.Name!] = i;
            sum += Of(node[2]);
        }

        if (shadows) indices[node.Name!] = outer;
        else indices.Remove(node.Name!);
        return sum;
    }
}
