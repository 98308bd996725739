namespace Adjoint.Cli;

/// <summary>Reads <c>a=-1,b=pi/2</c>.</summary>
internal static class NumberList
{
    private const string Help = "See adjoint optimize --help.";

    /// <summary>The numbers by name, in order.</summary>
    /// <param name="option">The option that the text was given to.</param>
    /// <param name="text">The text.</param>
    /// <param name="example">A text as it should be.</param>
    /// <exception cref="UsageException">The text is no such list; the message names the option and the piece.</exception>
    public static OrderedDictionary<string, double> Read(string option, string text, string example)
    {
        var numbers = new OrderedDictionary<string, double>();
        foreach (string piece in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? piece[..equals].Trim() : "";
            if (name.Length == 0 || ConstantText.Read(piece[(equals + 1)..]) is not { } value)
                throw new UsageException($"{option}: '{piece}' is not name=number; write it as in {option} {example}. {Help}");
            if (!numbers.TryAdd(name, value)) throw new UsageException($"{option}: '{name}' is given twice. {Help}");
        }

        if (numbers.Count == 0) throw new UsageException($"{option}: nothing is given; write it as in {option} {example}. {Help}");
        return numbers;
    }
}
