using System.Text;

namespace Adjoint.Symbolic;

/// <summary>A derivation as a program in another language, which prints the value and the derivatives.</summary>
public static class ProgramText
{
    private static readonly HashSet<string> Reserved =
    [
        "lambda", "in", "is", "if", "for", "as", "def", "del", "np", "math", "torch", "print", "from", "with", "pass", "not", "and",
        "or", "var", "int", "double", "do", "new", "ref", "out", "class", "this", "base", "float", "Math", "Console", "string",
        "public", "value", "params", "return", "true", "false", "null", "while", "else", "try", "None", "True", "False", "global",
        "assert", "yield", "raise", "const",
    ];

    /// <summary>Writes the program.</summary>
    /// <param name="trace">A trace of numbers at a point, with one result.</param>
    /// <param name="variables">With respect to what.</param>
    /// <param name="language">The language.</param>
    /// <returns>The program.</returns>
    /// <exception cref="GraphException">An operation has no counterpart in the language.</exception>
    public static string Write(Derivation trace, IReadOnlyList<Tensor> variables, ProgramLanguage language)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(variables);
        var text = new StringBuilder();
        bool sharp = language == ProgramLanguage.CSharp;
        string comment = sharp ? "//" : "#";
        string end = sharp ? ";" : "";
        string declare = sharp ? "double " : "";
        if (language == ProgramLanguage.Torch) text.Append("import torch\n\n");
        if (language == ProgramLanguage.Numpy) text.Append("import math\nimport numpy as np\n\n");
        if (sharp) text.Append("using System;\n\n");
        foreach (DerivationVariable variable in trace.Variables)
        {
            double value = variable.Value?.Detach().Item() ?? double.NaN;
            string number = sharp ? CodeTable.CSharpNumber(value) : CodeTable.Number(value);
            text.Append(language switch
            {
                ProgramLanguage.Torch => $"{Name(variable.Name)} = torch.tensor({number}, dtype=torch.float64, requires_grad=True)\n",
                ProgramLanguage.Numpy => $"{Name(variable.Name)} = np.float64({number})\n",
                _ => $"double {Name(variable.Name)} = {number};\n",
            });
        }

        text.Append($"\n{comment} The function, step by step\n");
        foreach (DerivationRow row in trace.Rows)
        {
            string type = !sharp ? "" : row.Call.Spec.DType == DType.Bool ? "bool " : "double ";
            text.Append($"{type}{Name(row.Name)} = {Written(row.Call, trace.NameOf, language)}{end}\n");
        }

        string result = trace.NameOf(trace.Outputs[0]) is { } name ? Name(name)
            : CodeTable.Number(trace.Outputs[0].Detach().Item());
        bool depends = trace.NameOf(trace.Outputs[0]) is not null;
        if (language == ProgramLanguage.Torch)
        {
            if (depends) text.Append($"{result}.backward()\n");
            text.Append(depends ? $"\nprint(\"value\", {result}.item())\n" : $"\nprint(\"value\", {result})\n");
            foreach (string each in variables.Select(variable => variable.Name!))
                text.Append($"print(\"d/d{each}\", 0.0 if {Name(each)}.grad is None else {Name(each)}.grad.item())\n");
            return text.ToString();
        }

        text.Append($"\n{comment} Adjoints, backwards: d_u is the derivative of the result by u\n");
        foreach (string each in trace.Variables.Select(v => v.Name).Concat(trace.Rows.Where(r =>
            r.Call.Spec.DType.IsFloatingPoint()).Select(r => r.Name)))
            text.Append($"{declare}d_{Name(each)} = {(depends && Name(each) == result ? "1.0" : "0.0")}{end}\n");
        foreach (DerivationRow row in trace.Rows.Reverse())
            foreach (LocalPartial partial in row.Partials)
                text.Append($"d_{Name(partial.Input)} += d_{Name(row.Name)} * {Formula(partial.Slope, language)}{end}\n");
        text.Append('\n').Append(Print("value", result));
        foreach (Tensor variable in variables) text.Append(Print($"d/d{variable.Name}", $"d_{Name(variable.Name!)}"));
        return text.ToString();

        string Print(string title, string what) => sharp
            ? $"Console.WriteLine(FormattableString.Invariant($\"{title} {{{what}:R}}\"));\n"
            : $"print(\"{title}\", float({what}))\n";
    }

    private static string Formula(Tensor root, ProgramLanguage language)
    {
        var written = new Dictionary<Value, string>();
        foreach (Call call in PostOrder.Of([root], _ => true)) written[new Value(call, 0)] = Written(call, tensor => Known(tensor),
            language, written);
        return Operand(root, _ => null, language, written);

        static string? Known(Tensor tensor) => tensor.IsSymbolic && tensor.Creator is null ? tensor.Name : null;
    }

    private static string Written(Call call, Func<Tensor, string?> names, ProgramLanguage language, Dictionary<Value,
        string>? written = null)
    {
        written ??= Constants(call, language);
        if (OperationTable.IsLimit(call.Op)) return Operand(call[2], names, language, written);
        string pattern = CodeTable.Find(call.Op, language) ?? throw new GraphException(
            $"--code {language.ToString().ToLowerInvariant()}: there is no counterpart of {call.Op.Name}; "
            + (language == ProgramLanguage.Torch ? "write it with simpler functions." : "--code torch has more functions."));
        for (int i = 0; i < call.Inputs.Length; i++)
            pattern = pattern.Replace($"#{i + 1}", Operand(call[i], names, language, written), StringComparison.Ordinal);
        return pattern;
    }

    private static Dictionary<Value, string> Constants(Call root, ProgramLanguage language)
    {
        var written = new Dictionary<Value, string>();
        foreach (Call call in PostOrder.Of(root.Inputs.ToArray().Where(input => !input.IsSymbolic), _ => true))
            written[new Value(call, 0)] = Written(call, _ => null, language, written);
        return written;
    }

    private static string Operand(Tensor tensor, Func<Tensor, string?> names, ProgramLanguage language, Dictionary<Value, string> written)
    {
        if (names(tensor) is { } name) return Name(name);
        if (written.TryGetValue(tensor.Value, out string? known)) return known;
        if (tensor.IsSymbolic) return Name(tensor.Name!);
        double value = tensor.To(DType.Float64).Detach().Item();
        if (tensor.DType == DType.Bool) return language == ProgramLanguage.CSharp ? (value != 0 ? "true" : "false") : value != 0
            ? "True" : "False";
        string text = language == ProgramLanguage.CSharp ? CodeTable.CSharpNumber(value) : CodeTable.Number(value);
        if (language == ProgramLanguage.Torch) return $"torch.tensor({text}, dtype=torch.float64)";
        return value < 0 ? $"({text})" : text;
    }

    /// <summary>A name that both languages take.</summary>
    private static string Name(string name)
    {
        string plain = string.Concat(name.Select(c => c is >= '₀' and <= '₉' ? (char)('0' + (c - '₀')) : c));
        if (plain != name) plain += "_"; // x₁ is not x1
        return Reserved.Contains(plain) || plain.StartsWith("d_", StringComparison.Ordinal) ? plain + "_" : plain;
    }
}
