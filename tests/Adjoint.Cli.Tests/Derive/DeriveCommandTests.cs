using System.Text.Json;

namespace Adjoint.Cli.Tests;

public sealed class DeriveCommandTests
{
    private const string A = "(x^2/log(x) + c)*(x^2/log(x) - c)";

    [Fact]
    public void The_document_has_every_key()
    {
        JsonElement report = Json(A, "--at", "x=3,c=5", "--round", "1", "--order", "2");

        report.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["expression", "dtype", "value", "variables", "gradient", "trace", "cost", "rounded", "hessian"]);
        report.GetProperty("expression").GetString().ShouldBe(A);
        report.GetProperty("value").GetDouble().ShouldBe(42.11137142490805, 1e-12);
        report.GetProperty("variables").GetProperty("x").GetDouble().ShouldBe(3);

        JsonElement x = report.GetProperty("gradient").GetProperty("x");
        foreach (string mode in (string[])["reverse", "forward", "symbolic"])
            x.GetProperty(mode).GetDouble().ShouldBe(48.75689335076092, 1e-12);
        x.GetProperty("numeric").GetDouble().ShouldBe(48.75689335076092, 1e-7);
        x.GetProperty("step").GetDouble().ShouldBeGreaterThan(0);
        x.GetProperty("formula").GetString()!.ShouldContain("log(x)");
        x.GetProperty("latex").GetString()!.ShouldContain(@"\log");
        report.GetProperty("gradient").GetProperty("c").GetProperty("reverse").GetDouble().ShouldBe(-10, 1e-12);

        JsonElement[] trace = [.. report.GetProperty("trace").EnumerateArray()];
        trace.Length.ShouldBe(6);
        trace[2].EnumerateObject().Select(property => property.Name).ShouldBe(
            ["name", "operation", "formula", "inputs", "value", "partials", "adjoint"]);
        trace[2].GetProperty("operation").GetString().ShouldBe("v1/v2");
        trace[2].GetProperty("formula").GetString().ShouldBe("x^2/log(x)");
        trace[2].GetProperty("inputs").EnumerateArray().Select(input => input.GetString()).ShouldBe(["v1", "v2"]);
        trace[2].GetProperty("partials").GetProperty("v2").GetProperty("formula").GetString().ShouldBe("-v1/v2^2");
        trace[2].GetProperty("partials").GetProperty("v2").GetProperty("value").GetDouble().ShouldBe(-7.45681904721201, 1e-12);
        trace[2].GetProperty("adjoint").GetDouble().ShouldBe(16.3843060792831, 1e-12);

        JsonElement cost = report.GetProperty("cost");
        cost.GetProperty("function").GetInt32().ShouldBe(6);
        foreach (string way in (string[])["reverse", "forward", "symbolic"]) cost.GetProperty(way).GetInt32().ShouldBeGreaterThan(0);

        JsonElement rounded = report.GetProperty("rounded");
        rounded.GetProperty("value").GetDouble().ShouldBe(42.2);
        rounded.GetProperty("gradient").GetProperty("x").GetProperty("value").GetDouble().ShouldBe(52.4);
        rounded.GetProperty("gradient").GetProperty("x").GetProperty("error").GetDouble().ShouldBe(3.64310664923908, 1e-11);
        rounded.GetProperty("gradient").GetProperty("c").GetProperty("value").GetDouble().ShouldBe(-10);
        rounded.GetProperty("worst").GetProperty("formula").GetString().ShouldBe("1/x");
        rounded.GetProperty("worst").GetProperty("rounded").GetDouble().ShouldBe(0.3);

        JsonElement hessian = report.GetProperty("hessian");
        hessian.GetProperty("x").GetProperty("x").GetProperty("value").GetDouble().ShouldBe(31.52641326495923, 1e-11);
        hessian.GetProperty("c").GetProperty("c").GetProperty("formula").GetString().ShouldBe("-2");
        hessian.GetProperty("c").GetProperty("x").GetProperty("value").GetDouble().ShouldBe(0);
    }

    [Fact]
    public void Several_functions_have_adjoints_each()
    {
        string[] list = ["--vector", "[r*cos(t), 3*t, 7]", "--at", "r=2,t=0"];
        JsonElement[] trace = [.. Json(list).GetProperty("trace").EnumerateArray()];
        trace.Single(row => row.GetProperty("operation").GetString() == "cos(t)").GetProperty("adjoint").EnumerateArray()
            .Select(adjoint => adjoint.GetDouble()).ShouldBe([2, 0, 0]);
        Cli.Run(["derive", .. list]).Output.ShouldContain("adjoint f1   adjoint f2   adjoint f3");
    }

    [Fact]
    public void A_constant_needs_no_point()
    {
        Json("3 + sqrt(2)*e").GetProperty("value").GetDouble().ShouldBe(6.8442310281591165, 1e-14);
        CliResult outside = Cli.Run("derive", "2 + 1/0");
        outside.ExitCode.ShouldBe(1);
        outside.Error.ShouldContain("1/0");
    }

    [Fact]
    public void A_formula_is_one_line_however_long()
    {
        string sum = string.Join(" + ", Enumerable.Range(1, 40).Select(i => $"sin(x{i})"));
        Cli.Run("derive", sum).Output.ShouldContain($" = {sum}\n");
    }

    [Fact]
    public void A_person_sees_all_parts_in_80_columns()
    {
        CliResult result = Cli.Run("derive", A, "--at", "x=3,c=5", "--round", "2", "--order", "3");

        result.ExitCode.ShouldBe(0, result.Error);
        foreach (string part in (string[])
            ["f(x, c) = " + A, "f(3, 5) = 42.111371424908", "Trace", "v3 = v1/v2", "-v1/v2^2", "Gradient", "reverse", "48.75689335076",
             "largest disagreement", "∂f/∂x = ", "(∂f/∂v4*∂v4/∂v3 + ∂f/∂v5*∂v5/∂v3)*(∂v3/∂v1*∂v1/∂x + ∂v3/∂v2*∂v2/∂x)",
            "Cost", "49.17",
             "∂v2/∂x", "+0.4072", "Second derivatives", "Derivatives of order 3"])
        {
            result.Output.ShouldContain(part);
        }

        result.Output.ShouldNotContain("\u001b");
        // The third derivatives are longer, and a pipe has no width.
        result.Output[..result.Output.IndexOf("Second derivatives", StringComparison.Ordinal)]
            .Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(80);
    }

    [Fact]
    public void Without_a_point_there_are_formulas()
    {
        JsonElement report = Json("sin(x)*y");
        report.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("gradient").GetProperty("x").GetProperty("reverse").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("gradient").GetProperty("y").GetProperty("formula").GetString().ShouldBe("sin(x)");
        Cli.Run("derive", "sin(x)*y").Output.ShouldContain("∂f/∂y = sin(x)");
    }

    [Fact]
    public void A_range_makes_a_table()
    {
        JsonElement[] sweep = [.. Json("x^2/log(x)", "--at", "x=0.5:2:0.5").GetProperty("sweep").EnumerateArray()];
        sweep.Select(point => point.GetProperty("variables").GetProperty("x").GetDouble()).ShouldBe([0.5, 1, 1.5, 2]);
        sweep[1].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        sweep[1].GetProperty("problem").GetString()!.ShouldContain("v1/v2 at v1 = 1, v2 = 0, but it needs v2 != 0");
        sweep[3].GetProperty("value").GetDouble().ShouldBe(4 / Math.Log(2), 1e-14);
        sweep[3].GetProperty("gradient").GetProperty("x").GetDouble().ShouldBe((4 / Math.Log(2)) - (2 / Math.Pow(Math.Log(2), 2)), 1e-13);

        string table = Cli.Run("derive", "x*y", "--at", "x=1:3,y=0:1:0.5").Output;
        table.ShouldContain("∂f/∂y");
        table.Split('\n').Count(line => line.Contains("0.5")).ShouldBe(3);
        Json("x", "--at", "x=0:1:0.1").GetProperty("sweep").EnumerateArray()
            .Select(point => point.GetProperty("value").GetDouble()).ShouldBe([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    }

    [Fact]
    public void A_list_has_a_Jacobian()
    {
        foreach (string[] args in (string[][])[["--vector", "[r cos(t), r sin(t)]"], ["[r cos(t), r sin(t)]"]])
        {
            JsonElement report = Json([.. args, "--at", "r=2,t=0"]);
            report.GetProperty("value").EnumerateArray().Select(value => value.GetDouble()).ShouldBe([2, 0]);
            JsonElement jacobian = report.GetProperty("jacobian");
            jacobian.GetProperty("f1").GetProperty("r").GetProperty("value").GetDouble().ShouldBe(1);
            jacobian.GetProperty("f1").GetProperty("t").GetProperty("formula").GetString().ShouldBe("-r*sin(t)");
            jacobian.GetProperty("f2").GetProperty("t").GetProperty("value").GetDouble().ShouldBe(2);
        }

        Cli.Run("derive", "--vector", "x*y").ShouldFailAt(1, 1);
        Cli.Run("derive", "--vector", "[x*y, x + y]", "--at", "x=2,y=3").Output.ShouldContain("Jacobian");
    }

    [Fact]
    public void Variables_can_be_chosen()
    {
        JsonElement report = Json("x*y*z", "--at", "x=2,y=3,z=4", "--wrt", "z,x", "--order", "3");
        report.GetProperty("gradient").EnumerateObject().Select(property => property.Name).ShouldBe(["z", "x"]);
        report.GetProperty("hessian").GetProperty("z").GetProperty("x").GetProperty("value").GetDouble().ShouldBe(3);
        report.GetProperty("derivatives").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public void Float32_computes_in_float32()
    {
        JsonElement report = Json(A, "--at", "x=3,c=5", "--dtype", "float32");
        report.GetProperty("gradient").GetProperty("x").GetProperty("reverse").GetDouble().ShouldBe(48.756893157958984, 1e-5);
        double value = report.GetProperty("value").GetDouble();
        ((double)(float)value).ShouldBe(value);
    }

    [Fact]
    public void Latex_and_dot_are_written()
    {
        string latex = Cli.Run("derive", "x^2/log(x)", "--at", "x=3", "--latex").Output;
        latex.ShouldContain(@"f\left(x\right) &= \frac{x^{2}}{\log\left(x\right)}");
        latex.ShouldContain(@"\begin{align*}");
        string dot = Cli.Run("derive", "x^2/log(x)", "--at", "x=3", "--dot").Output;
        dot.ShouldStartWith("digraph");
        dot.ShouldContain("\"x\" -> \"v1\" [label=\"2*x\\n6\"];");
        dot.ShouldContain("adjoint");
    }

    [Fact]
    public void Numbers_in_the_point_may_be_constant_expressions() =>
        Json("sin(x)", "--at", "x=pi/6").GetProperty("value").GetDouble().ShouldBe(0.5, 1e-15);

    [Fact]
    public void Significant_digits_round_too() => Json(A, "--at", "x=3,c=5", "--significant", "3")
        .GetProperty("rounded").GetProperty("gradient").GetProperty("c").GetProperty("value").GetDouble().ShouldBe(-10, 0.1);

    [Theory]
    [InlineData("x + * 3", 5)]
    [InlineData("(x", 3)]
    [InlineData("log x", 4)]
    [InlineData("", 1)]
    public void A_wrong_expression_is_exit_code_1_with_a_caret(string expression, int column) =>
        Cli.Run("derive", expression).ShouldFailAt(1, column);

    [Theory]
    [InlineData(1, "but it needs v1 > 0", "log(x - 4)", "--at", "x=3")]
    [InlineData(2, "no value for y", "x*y", "--at", "x=3")]
    [InlineData(2, "no variable 'z'", "x*y", "--at", "x=3,y=1,z=2")]
    [InlineData(2, "'x' is given twice", "x", "--at", "x=3,x=4")]
    [InlineData(2, "'abc' is no number for x", "x", "--at", "x=abc")]
    [InlineData(2, "'3' is not name=number", "x", "--at", "3")]
    [InlineData(2, "does not lead from", "x", "--at", "x=1:5:-1")]
    [InlineData(2, "more than 100000 points", "x", "--at", "x=0:1:1e-9")]
    [InlineData(2, "more than 100000 points", "x*y", "--at", "x=1:1000,y=1:1000")]
    [InlineData(2, "no variable 'z'", "x*y", "--wrt", "z")]
    [InlineData(2, "'x' is given twice", "x*y", "--wrt", "x,x")]
    [InlineData(2, "need one point", "x", "--round", "2")]
    [InlineData(2, "choose one", "x", "--at", "x=1", "--round", "2", "--significant", "2")]
    [InlineData(2, "choose one", "x", "--dot", "--json")]
    [InlineData(2, "not a range", "x", "--at", "x=1:2", "--dot")]
    [InlineData(2, "needs one function", "[x, x]", "--order", "2")]
    [InlineData(2, "takes the place", "x", "--vector", "[x]")]
    [InlineData(2, "no expression")]
    [InlineData(2, "--round", "x", "--at", "x=1", "--round", "abc")]
    [InlineData(2, "--order", "x", "--order", "0")]
    [InlineData(2, "float16", "x", "--dtype", "float16")]
    [InlineData(2, "derivatives of order", "a b c d g h i j k l m n", "--order", "9")]
    public void Wrong_input_is_one_line(int exitCode, string problem, params string[] args) =>
        Cli.Run(["derive", .. args]).ShouldFail(exitCode).ShouldContain(problem);

    [Fact]
    public void Ten_thousand_parentheses_are_an_answer()
    {
        string expression = new string('(', 10_000) + "x^2" + new string(')', 10_000);
        Json(expression, "--at", "x=3").GetProperty("gradient").GetProperty("x").GetProperty("reverse").GetDouble().ShouldBe(6);
    }

    [Fact]
    public void A_megabyte_from_standard_input_is_an_answer()
    {
        string expression = "x" + string.Concat(Enumerable.Repeat(" + x*y", 150_000));
        CliResult result = Cli.Feed(expression, "derive", "-", "--at", "x=1,y=2");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("more");
        result.Output.ShouldContain("150000");
    }

    [Fact]
    public void Help_shows_an_example() => Cli.Run("derive", "--help").Output.ShouldContain("adjoint derive \"");

    private static JsonElement Json(params string[] args)
    {
        CliResult result = Cli.Run(["derive", .. args, "--json"]);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        return result.Json;
    }
}
