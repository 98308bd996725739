using System.Text;

namespace Adjoint.Graphs;

/// <summary>Writes a graph as a program: its inputs, a line for each call, what it changes and what it returns.</summary>
internal static class GraphText
{
    public static string Of(Graph graph)
    {
        var names = new Dictionary<Value, string>();
        for (int i = 0; i < graph.Inputs.Count; i++) names[graph.Inputs[i].Value] = graph.Inputs[i].Name ?? $"x{i}";
        var text = new StringBuilder("graph(");
        text.AppendJoin(", ", graph.Inputs.Select(input => $"{names[input.Value]}: {input.Spec}")).Append("):\n");
        int constants = 0;
        int values = 0;
        foreach (Call call in graph.Calls)
        {
            string[] inputs = [.. call.Inputs.ToArray().Select(Name)];
            for (int result = 0; result < call.Specs.Count; result++) names[new Value(call, result)] = $"v{values++}";
            var results = Enumerable.Range(0, call.Specs.Count).Select(result => $"{names[new Value(call, result)]}: {call.Specs[result]}");
            text.Append("  ").AppendJoin(", ", results).Append($" = {call.Op.Name}({string.Join(", ", inputs)})\n");
        }

        foreach ((Tensor target, Tensor value) in graph.Updates) text.Append($"  {Name(target)} <- {Name(value)}\n");
        return text.Append($"  return {string.Join(", ", graph.Outputs.Select(Name))}").ToString();

        string Name(Tensor tensor)
        {
            if (names.TryGetValue(tensor.Value, out string? name)) return name;
            return names[tensor.Value] = tensor.Name ?? $"c{constants++}";
        }
    }
}
