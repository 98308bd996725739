namespace Adjoint.Symbolic;

internal sealed partial class ArrayParser
{
    private ArrayNode Call(ArrayFunction function, ArrayToken name)
    {
        ArrayToken open = Token;
        place++;
        if (function == ArrayTable.Sum && Token.Kind == 'a' && Following.Kind == ','
            && tokens[Math.Min(place + 3, tokens.Count - 1)].Kind != '='
            && !types.ContainsKey(Word(Token))) return SumOver(open);
        var arguments = new List<ArrayNode>();
        double[] settings = [.. function.Options.Select(option => option.Default)];
        while (Token.Kind != ')')
        {
            if (Token.Kind == 'a' && Following.Kind == '=') Option(function, settings);
            else arguments.Add(Sum());
            if (Token.Kind != ',') break;
            place++;
        }

        Close(')', open);
        if (function.Scalar is { } scalar && arguments.Count > scalar.Settings && arguments.Count <= scalar.Most)
        {
            settings = [.. arguments.Skip(scalar.Settings).Select(argument => Constant(argument, name))];
            arguments.RemoveRange(scalar.Settings, settings.Length);
            if (scalar.Settings + settings.Length < scalar.Least) throw WrongCount();
        }
        else if (arguments.Count < function.Least || arguments.Count > function.Most)
        {
            throw WrongCount();
        }

        return At(name, () => graph.Make(function, [.. arguments], settings));

        ExpressionException WrongCount() => Error($"'{function.Name}' takes {ArityOf(function)}, not {arguments.Count}", name);
    }

    private void Option(ArrayFunction function, double[] settings)
    {
        ArrayToken token = Token;
        string name = Word(token);
        int option = Array.FindIndex(function.Options, known => known.Name == name);
        if (option < 0)
        {
            string others = function.Options.Length == 0 ? "no settings"
                : string.Join(", ", function.Options.Select(known => known.Name + "="));
            throw Error($"'{function.Name}' has no setting '{name}'; it has {others}", token);
        }

        place += 2;
        double value = Constant(Sum(), token);
        bool isWhole = name != "eps";
        if (isWhole ? value < (name == "stride" ? 1 : 0) || value > 1e6 || !double.IsInteger(value) : value < 0)
            throw Error($"{name}={value} is no {(isWhole ? "whole number of its range" : "number of at least 0")}", token);
        settings[option] = value;
    }

    /// <summary><c>sum(i, 1, n, …)</c>, after its parenthesis. An n that has no value is the length of the axis that i runs over.</summary>
    private ArrayNode SumOver(ArrayToken open)
    {
        ArrayToken token = Token;
        string index = Word(token);
        place += 2;
        ArrayNode from = Sum();
        Comma();
        bool isUnknown = Token.Kind == 'a' && Following.Kind == ',' && !known.ContainsKey(Word(Token)) && !types.ContainsKey(Word(Token))
            && !letters.ContainsKey(Word(Token)) && !bound.Contains(Word(Token));
        ArrayToken last = Token;
        ArrayNode? to = isUnknown ? null : Sum();
        if (isUnknown) place++;
        Comma();
        bound.Push(index);
        ArrayNode body = Sum();
        bound.Pop();
        Close(')', open);
        if (to is null)
        {
            to = graph.Count(Axis(body, index) ?? throw Error($"'{Word(last)}' has no value, and {index} is no index of an array here",
                last));
            known[Word(last)] = to;
        }

        foreach (ArrayNode end in (ArrayNode[])[from, to])
            if (!end.Type.IsScalar) throw Error($"a sum runs between numbers, not to {end.Type.Described}", last);
        return graph.Sum(index, from, to, body);

        void Comma()
        {
            if (Token.Kind != ',') throw Expected("','; a sum over an index is sum(i, from, to, expression)");
            place++;
        }
    }

    /// <summary>The axis that an index runs over.</summary>
    private static Length? Axis(ArrayNode body, string index)
    {
        var waiting = new Stack<ArrayNode>([body]);
        while (waiting.TryPop(out ArrayNode? node))
        {
            for (int i = 1; i < node.Arguments.Length; i++)
            {
                if (!(node[i].Is(ArrayTable.Index) && node[i].Name == index)) continue;
                if (node.Is(ArrayTable.Element)) return node[0].Type.Lengths[i - 1];
                if (node.Is(ArrayTable.Row)) return node[0].Type.Rows;
                if (node.Is(ArrayTable.Column)) return node[0].Type.Columns;
            }

            foreach (ArrayNode argument in node.Arguments) if (argument.Indices.Contains(index)) waiting.Push(argument);
        }

        return null;
    }
}
