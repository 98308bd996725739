using System.CommandLine;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>The options of <c>adjoint derive</c> that concern arrays, and when an expression is taken to have some.</summary>
internal sealed class ArrayOptions
{
    private readonly Option<string?> shapes = new("--shapes")
    {
        Description = "Shapes instead of values, with letters for lengths, such as \"W: h x d, x: d, k: index\"",
        HelpName = "NAME: N x M,...",
    };

    private readonly Option<bool> entries =
        new("--entries") { Description = "Also the derivatives of single entries, with sums over indices." };

    private readonly Option<bool> critical = new("--critical")
    {
        Description =
            "Also the points where all derivatives are zero, and what they are; those variables are searched that --at leaves open.",
    };

    private readonly Option<string?> direction = new("--direction")
    {
        Description = "Also the derivative in a direction, such as x=[1,0]; what it leaves out is 0",
        HelpName = "NAME=[N,...]",
    };

    /// <summary>These options.</summary>
    public Option[] All => [shapes, entries, critical, direction];

    /// <summary>Gives the command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>Whether an expression has arrays, by its text, its values or the options.</summary>
    public bool AreMeant(ParseResult options, string text, string[] at) => options.GetValue(shapes) is not null || options.GetValue(entries)
        || options.GetValue(critical) || options.GetValue(direction) is not null || ArrayExpression.IsNeeded(text)
            || ArrayPoint.HasArrays(at);

    /// <summary>Reads the expression, its point and what is to be shown.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="text">The expression.</param>
    /// <param name="at">The texts of the point.</param>
    /// <param name="wrt">The names of variables, if some were chosen.</param>
    /// <param name="order">The highest order of derivatives.</param>
    /// <param name="dtype">The type to compute in.</param>
    public ArraySettings Read(ParseResult options, string text, string[] at, string? wrt, int order, DType dtype)
    {
        Dictionary<string, Tensor> values = ArrayPoint.Read(at);
        ArrayExpression f = ArrayExpression.Parse(text, values, options.GetValue(shapes), dtype);
        foreach (string name in values.Keys)
        {
            if (!f.Variables.Contains(name) && !f.IsLength(name))
                throw Usage($"--at: the expression has no variable '{name}'; it has {string.Join(", ", f.Variables)}");
        }

        bool isSearch = options.GetValue(critical);
        string[] missing = [.. f.Variables.Where(name => !values.ContainsKey(name))];
        if (at.Length > 0 && missing.Length > 0 && !isSearch)
            throw Usage($"--at: no value for {string.Join(", ", missing)}; give one as {missing[0]}={Example(f.ShapeOf(missing[0]))}");
        string[] variables = wrt is null ? [.. f.Differentiable] : Chosen(f, wrt);
        if (order > 2) throw Usage("--order: of arrays there are the first and second derivatives");
        if (order == 2 && !f.IsNumber) throw Usage("--order: needs a value that is a number; sum(...) makes one");
        if (isSearch && !f.IsNumber) throw Usage("--critical: needs a value that is a number");
        bool isPoint = missing.Length == 0 && (at.Length > 0 || f.Variables.Count == 0);
        Dictionary<string, Tensor>? toward = options.GetValue(direction) is { } text2 ? Direction(f, text2, isPoint) : null;
        string[] unknowns = !isSearch ? [] : wrt is not null ? variables : missing.Length > 0
            ? [.. missing.Where(f.Differentiable.Contains)] : variables;
        return new ArraySettings(
            f, isPoint ? values : null, variables, order, options.GetValue(entries), toward, isSearch ? unknowns : null, values);
    }

    private static Dictionary<string, Tensor> Direction(ArrayExpression f, string text, bool isPoint)
    {
        if (!isPoint) throw Usage("--direction: needs a point, given with --at");
        Dictionary<string, Tensor> direction = ArrayPoint.Read([text]);
        foreach ((string name, Tensor value) in direction)
        {
            if (!f.Differentiable.Contains(name)) throw Usage(
                $"--direction: there is no variable '{name}' to move; there are {string.Join(", ", f.Differentiable)}");
            if (ShapeOf(value) != f.ShapeOf(name)) throw Usage(
                $"--direction: '{name}' is {f.ShapeOf(name)}, its direction {ShapeOf(value)}");
        }

        return direction;
    }

    private static string[] Chosen(ArrayExpression f, string wrt)
    {
        string[] names = wrt.Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names)
        {
            if (!f.Variables.Contains(name)) throw Usage(
                $"--wrt: the expression has no variable '{name}'; it has {string.Join(", ", f.Variables)}");
            if (!f.Differentiable.Contains(name)) throw Usage($"--wrt: '{name}' counts places and has no derivative");
            if (names.Count(other => other == name) > 1) throw Usage($"--wrt: '{name}' is given twice");
        }

        return names;
    }

    private static string ShapeOf(Tensor value) => value.Rank == 0 ? "number" : string.Join(" × ", value.Shape.Span.ToArray());

    private static string Example(string shape) => shape switch
    {
        "number" => "number",
        _ when shape.Contains('×') => "[[...], ...]",
        _ => "[...]",
    };

    private static UsageException Usage(string problem) => new($"{problem}. See adjoint derive --help.");
}
