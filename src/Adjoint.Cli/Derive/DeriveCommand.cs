using System.CommandLine;
using System.CommandLine.Parsing;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary><c>adjoint derive</c>: opens a derivation, step by step.</summary>
internal sealed class DeriveCommand : Command
{
    /// <summary>More derivatives of one order than this nobody reads.</summary>
    private const double MostDerivatives = 2000;

    private readonly Argument<string?> expression = new("expression")
    {
        Description = "The function, such as \"(x^2/log(x) + c) * (x^2/log(x) - c)\"; - reads it from standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> at = new("--at")
    {
        Description = "The point, such as x=3,c=5; a range x=1:5:0.5 (first:last:step) prints a table instead. "
            + "Without a point there are only formulas.",
        HelpName = "NAME=N,...",
    };

    private readonly Option<string?> vector = new("--vector")
    {
        Description = "Several functions, such as \"[x*y, x + y]\", in place of the expression: prints their Jacobian.",
        HelpName = "[F1, F2, ...]",
    };

    private readonly Option<string?> wrt = new("--wrt")
    {
        Description = "With respect to which variables [default: all]",
        HelpName = "NAME,...",
    };

    private readonly Option<int?> order = NumberOption.Whole(
        "--order", "Also the derivatives of second order (the Hessian) and of this one [default: 1]", 1);

    private readonly Option<int?> round = NumberOption.Whole(
        "--round", "Also the trace as if done by hand, all numbers rounded to so many decimals", 0);

    private readonly Option<int?> significant = NumberOption.Whole(
        "--significant", "The same, rounded to so many significant digits", 1);

    private readonly Option<string?> roundWhat = new("--round-what")
    {
        Description = "Which numbers are rounded: values, partials, adjoints, results, several with commas [default: all]",
        HelpName = "WHAT,...",
    };

    private readonly Option<string> roundMode = ChoiceOption.Create(
        "--round-mode", "How halves are rounded: up (away from 0) or to the even digit", ["up", "even"]);

    private readonly Option<bool> keepFractions = new("--keep-fractions") { Description = "Do not round what is a fraction, such as 1/3." };

    private readonly Option<bool> exact = new("--exact") { Description = "Also exact numbers: fractions, roots, logarithms." };

    private readonly Option<bool> rules = new("--rules") { Description = "Also the rules one by one: product, quotient, chain, power." };

    private readonly Option<string[]> answer = new("--answer")
    {
        Description = "What you got by hand, such as \"x: 48.2\" (a derivative) or \"v1: 9\" (a row): "
            + "where it agrees, and what explains the rest.",
        HelpName = "NAME: N,...",
    };

    private readonly WorksheetOptions page = new();

    private readonly Option<string> dtype = new("--dtype")
    {
        Description = "The type to compute in: float64 or float32",
        HelpName = "float64|float32",
        DefaultValueFactory = _ => "float64",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text is not ("float64" or "float32")) result.AddError($"--dtype: '{text}' is none of float64, float32.");
            return text;
        },
    };

    private readonly Option<bool> latex = new("--latex") { Description = "Write LaTeX for amsmath." };

    private readonly Option<bool> dot = new("--dot")
    {
        Description = "Write the graph for Graphviz: values, adjoints, and the local partials on the edges.",
    };

    private readonly Option<bool> json = new("--json") { Description = "Write the derivation as one JSON document." };

    private readonly ArrayOptions arrays = new();

    public DeriveCommand()
        : base("derive", "Differentiate a function, and show each step: values, local partials, adjoints, formulas and their cost.")
    {
        Arguments.Add(expression);
        foreach (Option option in (Option[])[
            at, vector, wrt, order, rules, exact, round, significant, roundWhat, roundMode, keepFractions, answer, dtype, .. page.All,
                latex,
            dot, json])
            Options.Add(option);
        arrays.AddTo(this);
        ExampleHelp.AddTo(
            this,
            LanguageHelp.Text,
            [
            "adjoint derive \"(x^2/log(x) + c) * (x^2/log(x) - c)\" --at x=3,c=5",
            "adjoint derive \"q = x^2/log(x); (q + c)(q - c)\" --at x=3,c=5 --round 1",
            "adjoint derive \"x^2 sin(y)\" --at x=1:5:0.5,y=pi/4",
            "adjoint derive \"exp(-x^2 - y^2)\" --order 2 --json",
            "adjoint derive --vector \"[r cos(t), r sin(t)]\" --at r=2,t=1",
            "adjoint derive \"sum((W @ x - b)^2)\" --at \"W=[[1,2],[3,4],[5,6]], x=[1,-1], b=[0,1,0]\"",
            "adjoint derive \"mean((X @ w - y)^2)\" --shapes \"X: n x d, w: d, y: n\"",
            "adjoint derive \"sin(x)/x\" --at x=2 --dot | dot -Tsvg > graph.svg",
            ]);
        SetAction(Run);
    }

    private int Run(ParseResult options)
    {
        string? text = options.GetValue(expression);
        text = text == "-" ? Console.In.ReadToEnd().TrimStart('\uFEFF') : text?.TrimStart();
        if (text is not null && arrays.AreMeant(options, text, options.GetValue(at) ?? [])) return RunArrays(options, text);
        DeriveSettings settings = Settings(options, text ?? page.Draw(options, options.GetValue(vector) is not null));
        bool asJson = options.GetValue(json);
        if (settings.IsSweep)
        {
            IEnumerable<SweepPoint> sweep = SweepPoint.All(settings);
            if (asJson) WriteJson(stream => DeriveJson.Write(settings, sweep, stream));
            else DeriveText.Write(settings, sweep, Terminal.Output());
            return ExitCode.Done;
        }

        var report = new DeriveReport(settings);
        if (page.Write(options, report)) return ExitCode.Done;
        if (asJson) WriteJson(stream => DeriveJson.Write(report, stream));
        else if (options.GetValue(dot)) Console.Out.Write(report.Trace.ToDot());
        else if (options.GetValue(latex)) DeriveLatex.Write(report, Console.Out);
        else new DeriveText(report, Terminal.Output()).Write();
        return ExitCode.Done;
    }

    /// <summary>An expression with arrays goes a way of its own.</summary>
    private int RunArrays(ParseResult options, string text)
    {
        Option[] known = [at, wrt, order, dtype, latex, json, .. arrays.All];
        if (options.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(given => !given.Implicit && !known.Contains(given.Option)) is { } other)
            throw Usage($"{other.Option.Name}: is for expressions of numbers, and this one has arrays");
        if (options.GetValue(json) && options.GetValue(latex)) throw Usage("--json, --latex: choose one");
        ArraySettings settings = arrays.Read(
            options, text, options.GetValue(at) ?? [], options.GetValue(wrt), options.GetValue(order) ?? 1,
            TypeOf(options));
        var report = new ArrayReport(settings);
        if (options.GetValue(json)) WriteJson(stream => ArrayJson.Write(report, stream));
        else if (options.GetValue(latex)) ArrayLatex.Write(report, Console.Out);
        else new ArrayText(report, Terminal.Output()).Write();
        return ExitCode.Done;
    }

    private static void WriteJson(Action<Stream> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using var buffered = new BufferedStream(output, 1 << 16);
        write(buffered);
    }

    private DeriveSettings Settings(ParseResult options, string? text)
    {
        bool[] formats = [options.GetValue(json), options.GetValue(latex), options.GetValue(dot)];
        if (formats.Count(chosen => chosen) > 1) throw Usage("--json, --latex, --dot: choose one");
        Expression f = Function(options, text);
        string[] points = page.Point(options, f, options.GetValue(at) ?? []);
        var settings = new DeriveSettings(
            f, Variables(options, f), points.Length == 0 && f.Variables.Count > 0 ? null : PointOption.Read(points, f),
            options.GetValue(order) ?? 1, Rounding(options))
        {
            RoundWhat = RoundWhat(options),
            KeepFractions = options.GetValue(keepFractions),
            Exact = options.GetValue(exact),
            PointTexts = options.GetValue(exact) ? PointOption.Texts(points) : new Dictionary<string, string>(),
            Rules = options.GetValue(rules),
            Answers = HandAnswer.Read(options.GetValue(answer) ?? []),
        };
        Check(settings);
        if (settings.Rounding is not null && settings.Point is null) throw Usage("--round, --significant: need one point, given with --at");
        if (settings.Rounding is not null && f.IsVector) throw Usage("--round, --significant: need one function, not a list");
        if (settings.Order > 1 && f.IsVector) throw Usage("--order: needs one function, not a list");
        if (settings.Order > 1 && settings.IsSweep) throw Usage("--order: needs one point, not a range");
        if (settings.IsSweep && (formats[1] || formats[2])) throw Usage("--latex, --dot: need one point, not a range");
        if (Combinations(settings.Variables.Count, settings.Order) > MostDerivatives)
            throw Usage(
                $"--order: there are more than {MostDerivatives} derivatives of order {settings.Order} in {settings.Variables.Count} "
                + "variables; choose fewer with --wrt");
        return settings;
    }

    private static void Check(DeriveSettings settings)
    {
        if (settings.Exact && (settings.Point is null || settings.Expression.IsVector))
            throw Usage("--exact: needs one function and one point, given with --at");
        if (settings.Answers.Count > 0 && (settings.Point is null || settings.Expression.IsVector))
            throw Usage("--answer: needs one function and one point, given with --at");
        if (settings.Rules && settings.Expression.IsVector) throw Usage("--rules: needs one function, not a list");
        if (settings.Rounding is null && (settings.RoundWhat != RoundingScope.All || settings.KeepFractions))
            throw Usage("--round-what, --keep-fractions: say to how many digits, with --round or --significant");
    }

    private RoundingScope RoundWhat(ParseResult options)
    {
        if (options.GetValue(roundWhat) is not { } words) return RoundingScope.All;
        RoundingScope scope = RoundingScope.None;
        foreach (string word in words.Split(',', StringSplitOptions.TrimEntries))
        {
            scope |= word switch
            {
                "values" => RoundingScope.Values,
                "partials" => RoundingScope.Partials,
                "adjoints" => RoundingScope.Adjoints,
                "results" => RoundingScope.Results,
                "all" => RoundingScope.All,
                _ => throw Usage($"--round-what: '{word}' is none of values, partials, adjoints, results, all"),
            };
        }

        return scope;
    }

    private DType TypeOf(ParseResult options) => options.GetValue(dtype) == "float32" ? DType.Float32 : DType.Float64;

    private Expression Function(ParseResult options, string? text)
    {
        string? list = options.GetValue(vector);
        if (text is null && list is null) throw Usage("no expression given");
        if (text is not null && list is not null) throw Usage("--vector: takes the place of the expression; give one of them");
        Expression f = Expression.Parse(text ?? list!, TypeOf(options));
        if (list is not null && !f.IsVector) throw new ExpressionException("expected '[' and a list of functions", list, 0);
        return f;
    }

    private IReadOnlyList<Tensor> Variables(ParseResult options, Expression f)
    {
        if (options.GetValue(wrt) is not { } names) return f.Variables;
        var chosen = new List<Tensor>();
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            Tensor variable = f.Variables.FirstOrDefault(known => known.Name == name)
                ?? throw Usage(
                    $"--wrt: the expression has no variable '{name}'; it has {string.Join(", ", f.Variables.Select(v => v.Name))}");
            if (chosen.Contains(variable)) throw Usage($"--wrt: '{name}' is given twice");
            chosen.Add(variable);
        }

        return chosen;
    }

    private Rounding? Rounding(ParseResult options) => (options.GetValue(round), options.GetValue(significant)) switch
    {
        ({ }, { }) => throw Usage("--round, --significant: choose one"),
        ({ } decimals, null) => Halves(options, Symbolic.Rounding.Decimals(decimals)),
        (null, { } digits) => Halves(options, Symbolic.Rounding.Significant(digits)),
        _ => null,
    };

    private Rounding Halves(ParseResult options, Rounding rounding) =>
        options.GetValue(roundMode) == "even" ? rounding.HalvesToEven() : rounding;

    private static double Combinations(int variables, int order)
    {
        double count = 1;
        for (int i = 1; i <= order && count <= MostDerivatives; i++) count *= (variables + order - i) / (double)(order - i + 1);
        return count;
    }

    private static UsageException Usage(string problem) => new($"{problem}. See adjoint derive --help.");
}
