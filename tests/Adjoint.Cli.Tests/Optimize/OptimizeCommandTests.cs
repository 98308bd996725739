using System.Text.Json;

namespace Adjoint.Cli.Tests;

/// <summary>What is known of Adam and its relatives, seen through the command.</summary>
public class OptimizeCommandTests
{
    private static readonly string[] Steep = ["optimize", "(a-1)^2 + 10*(b-a^2)^2", "--start", "a=-1,b=2"];

    [Theory]
    [InlineData("3.1623·sign(g)", "--no-bias-correction")]
    [InlineData("below 1.1 from step", "--no-bias-correction")]
    [InlineData("warm-up: step 1 has a rate of", "--warmup", "5")]
    public void What_an_option_does_is_told_without_a_trace(string says, params string[] option)
    {
        CliResult result = Cli.Run(["optimize", "3*a^2 + b^2", "--start", "a=1,b=2", "--optimizer", "adam", "--steps", "10", .. option]);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain(says);
    }

    [Fact]
    public void The_document_has_its_keys()
    {
        JsonElement report = Json([.. Steep, "--optimizer", "adam,sgd", "--lr", "0.01", "--steps", "3", "--trace"]);

        JsonElement[] runs = [.. report.GetProperty("runs").EnumerateArray()];
        runs.Select(run => run.GetProperty("optimizer").GetString()).ShouldBe(["adam", "sgd"]);
        foreach (JsonElement run in runs)
        {
            run.EnumerateObject().Select(property => property.Name).ShouldBe(
            [
                "optimizer", "settings", "final", "minimumDistance", "steps", "stepsToTolerance", "gradientEvaluations", "diverged",
                "path", "values", "trace",
            ]);
            run.GetProperty("settings").GetProperty("learningRate").GetDouble().ShouldBe(0.01);
            run.GetProperty("steps").GetInt32().ShouldBe(3);
            run.GetProperty("gradientEvaluations").GetInt32().ShouldBe(3);
            run.GetProperty("minimumDistance").ValueKind.ShouldBe(JsonValueKind.Null);
            run.GetProperty("path").GetArrayLength().ShouldBe(4);
            Numbers(run.GetProperty("path")[0]).ShouldBe([-1, 2]);
            Numbers(run.GetProperty("values"))[0].ShouldBe(14);
            Numbers(run.GetProperty("values"))[^1].ShouldBe(run.GetProperty("final").GetDouble());
            JsonElement step = run.GetProperty("trace")[2];
            step.EnumerateObject().Select(property => property.Name).ShouldBe(["step", "lr", "parameters"]);
            step.GetProperty("step").GetInt32().ShouldBe(3);
            JsonElement b = step.GetProperty("parameters").GetProperty("b");
            b.EnumerateObject().Select(property => property.Name).ShouldBe(
                ["gradient", "m", "v", "mHat", "vHat", "denominator", "update", "decay", "value"]);
            b.GetProperty("value").GetDouble().ShouldBe(run.GetProperty("path")[3][1].GetDouble());
        }

        runs[1].GetProperty("trace")[0]
            .GetProperty("parameters").GetProperty("a").GetProperty("vHat").ValueKind.ShouldBe(JsonValueKind.Null);
        Json([.. Steep, "--steps", "2"]).GetProperty("runs")[0].GetProperty("trace").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Moments_are_exponential_averages_and_the_divisions_undo_their_bias()
    {
        JsonElement[] trace = Trace([.. Steep, "--steps", "6", "--lr", "0.1", "--set", "beta1=0.8,beta2=0.9"]);
        double m = 0, v = 0, theta = -1;
        for (int t = 1; t <= 6; t++)
        {
            JsonElement a = trace[t - 1].GetProperty("parameters").GetProperty("a");
            double g = Number(a, "gradient");
            m = (0.8 * m) + (0.2 * g);
            v = (0.9 * v) + (0.1 * g * g);
            double mHat = m / (1 - Math.Pow(0.8, t)), vHat = v / (1 - Math.Pow(0.9, t));
            Number(a, "m").ShouldBe(m, 1e-12 * Math.Abs(m));
            Number(a, "v").ShouldBe(v, 1e-12 * v);
            Number(a, "mHat").ShouldBe(mHat, 1e-12 * Math.Abs(mHat));
            Number(a, "vHat").ShouldBe(vHat, 1e-12 * vHat);
            Number(a, "denominator").ShouldBe(Math.Sqrt(vHat) + 1e-8, 1e-12 * Math.Sqrt(vHat));
            Number(a, "update").ShouldBe(0.1 * mHat / (Math.Sqrt(vHat) + 1e-8), 1e-12);
            theta -= Number(a, "update");
            Number(a, "value").ShouldBe(theta, 1e-12);
        }
    }

    [Fact]
    public void The_first_step_is_lr_in_every_coordinate_whatever_the_gradient()
    {
        JsonElement first = Trace(
            ["optimize", "1000*a^2 + b^2/1000", "--start", "a=-1,b=2", "--lr", "0.25", "--steps", "1", "--set", "epsilon=0"])[0];

        Coordinate(first, "a", "update").ShouldBe(-0.25, 1e-15);
        Coordinate(first, "b", "update").ShouldBe(0.25, 1e-15);
        Coordinate(first, "a", "gradient").ShouldBe(-2000);

        string text = Text([.. Steep, "--steps", "1", "--trace"]);
        text.ShouldContain("step 1: m̂/√v̂ = sign(g): every coordinate moves by lr = 0.001, though |g| goes from 20 to 36");
        text.ShouldContain("10 times too small, for it began at 0; divided by 1−β₁ it is m̂ = g");
    }

    [Fact]
    public void Without_bias_correction_the_first_step_is_more_than_three_times_too_long()
    {
        string[] args = [.. Steep, "--steps", "3", "--lr", "0.01", "--no-bias-correction", "--set", "epsilon=0"];
        JsonElement first = Trace(args)[0];

        double factor = 0.1 / Math.Sqrt(0.001);
        (Coordinate(first, "a", "update") / 0.01).ShouldBe(-factor * -Math.Sign(Coordinate(first, "a", "gradient")), 1e-12);
        (Coordinate(first, "b", "update") / 0.01).ShouldBe(factor, 1e-12);
        factor.ShouldBe(3.1623, 1e-4);

        string text = Text([.. args, "--trace"]);
        text.ShouldContain("(1−β₁)/√(1−β₂)·sign(g) = 3.1623·sign(g): every coordinate moves 3.1623 times lr");
        text.ShouldContain("is 4.2496 at step 2, 4.9502 at step 3, at most 6.5685 at step 12, and below 1.1 from step 1751 on");
    }

    [Fact]
    public void The_second_step_follows_its_formula_and_is_still_mostly_sign()
    {
        JsonElement[] trace = Trace([.. Steep, "--steps", "2", "--lr", "0.01"]);
        foreach (string name in new[] { "a", "b" })
        {
            double g1 = Coordinate(trace[0], name, "gradient"), g2 = Coordinate(trace[1], name, "gradient");
            Coordinate(trace[1], name, "mHat").ShouldBe(((0.9 * 0.1 * g1) + (0.1 * g2)) / (1 - (0.9 * 0.9)), 1e-10);
            Coordinate(trace[1], name, "vHat").ShouldBe(((0.999 * 0.001 * g1 * g1) + (0.001 * g2 * g2)) / (1 - (0.999 * 0.999)), 1e-8);
            Math.Abs(Coordinate(trace[1], name, "update") / 0.01).ShouldBe(1, 0.01);
        }

        Text([.. Steep, "--steps", "2", "--trace"]).ShouldContain("so m̂/√v̂ is still mostly a sign (a: 0.99994, b: 0.99992)");
    }

    [Fact]
    public void Warm_up_shortens_the_early_steps()
    {
        string[] args = [.. Steep, "--steps", "3", "--lr", "0.01", "--warmup", "10"];
        JsonElement[] trace = Trace(args);
        for (int step = 0; step < 3; step++) trace[step].GetProperty("lr").GetDouble().ShouldBe(0.001 * (step + 1), 1e-15);
        Math.Abs(Coordinate(trace[0], "a", "update")).ShouldBe(0.001, 1e-11);
        Text([.. args, "--trace"]).ShouldContain(
            "warm-up: step 1 has a rate of 0.001 instead of 0.01: its longest move is 0.001 instead of 0.01");
    }

    [Fact]
    public void Both_decays_are_the_same_for_SGD_and_not_for_Adam()
    {
        string[] args = ["optimize", "quadratic", "--lr", "0.005", "--steps", "100", "--l2", "0.1", "--weight-decay", "0.1"];
        JsonElement[] runs = [.. Json([.. args, "--optimizer", "sgd,adam", "--trace"]).GetProperty("runs").EnumerateArray()];

        runs.Select(run => run.GetProperty("settings").GetProperty("decay").GetString()).ShouldBe(["l2", "decoupled", "l2", "decoupled"]);
        Apart(runs[0], runs[1]).ShouldBeLessThan(1e-13);
        Apart(runs[2], runs[3]).ShouldBeGreaterThan(1e-3);
        // Decoupled, λ times lr of each coordinate; through Adam that is divided by √v̂ = |g + λθ|: 1.1 and 100.1.
        JsonElement decoupled = runs[3].GetProperty("trace")[0], coupled = runs[2].GetProperty("trace")[0];
        Coordinate(decoupled, "x", "decay").ShouldBe(5e-4, 1e-15);
        Coordinate(decoupled, "y", "decay").ShouldBe(5e-4, 1e-15);
        Coordinate(coupled, "x", "decay").ShouldBe(5e-4 / 1.1, 1e-10);
        Coordinate(coupled, "y", "decay").ShouldBe(5e-4 / 100.1, 1e-10);

        string text = Text([.. args, "--optimizer", "sgd,adam"]);
        text.ShouldContain("Equal to rounding: over 100 steps the paths are at most ");
        text.ShouldContain("Not equal: over 100 steps the paths come ");
        text.ShouldContain("where gradients are large, little of lr·λ·θ is left");

        static double Apart(JsonElement a, JsonElement b) => a.GetProperty("path").EnumerateArray().Zip(
            b.GetProperty("path").EnumerateArray(),
            (p, q) => Numbers(p).Zip(Numbers(q), (x, y) => Math.Abs(x - y)).Max()).Max();
    }

    [Theory]
    [InlineData("quadratic", 0, 0)]
    [InlineData("rosenbrock", 0, 0)]
    [InlineData("beale", 0, 0)]
    [InlineData("himmelblau", 0, 0)]
    [InlineData("ackley", 0, 0)]
    [InlineData("rastrigin", 0, 0)]
    [InlineData("saddle", 0, 0)]
    [InlineData("rosenbrock", 5, 0)]
    public void Known_minima_are_minima(string problem, int dimensions, double least)
    {
        // From a little beside the minimum, the search goes back to it, and finds the value that is known.
        string[] size = dimensions > 0 ? ["--dim", dimensions.ToString(System.Globalization.CultureInfo.InvariantCulture)] : [];
        string start = problem switch
        {
            "rosenbrock" when dimensions == 5 => "x1=1.05,x2=0.95,x3=1.02,x4=1,x5=1.01",
            "rosenbrock" => "x=1.05,y=0.95",
            "beale" => "x=2.9,y=0.48",
            "himmelblau" => "x=-2.7,y=3",
            "saddle" => "x=0.1,y=-0.9",
            _ => "x=0.05,y=-0.04",
        };
        string optimizer = problem == "ackley" ? "rprop" : "lbfgs";
        JsonElement run = Json(
            ["optimize", problem, "--start", start, "--optimizer", optimizer, "--steps", "60", .. size]).GetProperty("runs")[0];

        run.GetProperty("minimumDistance").GetDouble().ShouldBeLessThan(2e-5);
        run.GetProperty("final").GetDouble().ShouldBe(least, 1e-4);
        run.GetProperty("gradientEvaluations").GetInt32().ShouldBeGreaterThan(2);
    }

    [Fact]
    public void A_person_gets_a_table_curves_and_paths_without_control_codes()
    {
        string text = Text(["optimize", "rosenbrock", "--optimizer", "sgd,adam,adamw,rmsprop", "--lr", "0.01", "--steps", "500"]);
        foreach (string name in new[]
            { "A   sgd", "B   adam", "C   adamw", "D   rmsprop", "diverged at", "steps to 1e-6", "step 500", "o start, + minimum" })
            text.ShouldContain(name);
        text.ShouldNotContain("\u001b");
        text.Split('\n').Count(line => line.StartsWith('│')).ShouldBe(26);
        Text(["optimize", "quadratic", "--dim", "3", "--steps", "5"]).ShouldNotContain("o start");
    }

    [Fact]
    public void Formulas_and_settings_are_shown_on_request()
    {
        string text = Text(["optimize", "quadratic", "--steps", "1", "--explain", "--optimizer", "adamw,lion,muon,lbfgs,adafactor"]);
        text.ShouldContain(
            "adamw: learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1E-08, weightDecay = 0.01, amsgrad = false, "
            + "biasCorrection = true");
        text.ShouldContain("θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)");
        text.ShouldContain("θ ← θ − α·sign(β₁m + (1 − β₁)g)");
        text.ShouldContain("X ← aX + (bXXᵀ + c(XXᵀ)²)X");
        text.ShouldContain("(remembered if y·s > 1e-10)");
        text.ShouldContain("v̂ = R·C / mean of R");
    }

    [Fact]
    public void Every_optimizer_goes_down_on_digits()
    {
        JsonElement report = Json(
            ["optimize", "--problem", "logistic", "--lr", "0.01", "--steps", "5", "--optimizer",
                "sgd,momentum,nesterov,adam,adamw,amsgrad,nadam,radam,adamax,adagrad,adadelta,rmsprop,rprop,lbfgs,lion,lamb,lars,"
                    + "adafactor,muon"]);
        foreach (JsonElement run in report.GetProperty("runs").EnumerateArray())
        {
            double[] values = Numbers(run.GetProperty("values"));
            values[0].ShouldBe(Math.Log(10), 1e-12);
            values[^1].ShouldBeLessThan(values[0], run.GetProperty("optimizer").GetString());
        }
    }

    [Fact]
    public void A_start_may_be_written_with_constants() =>
        Numbers(Json(["optimize", "sin(a)", "--start", "a=-pi/4", "--steps", "1"]).GetProperty("runs")[0].GetProperty("path")[0])
            .ShouldBe([-Math.PI / 4]);

    [Fact]
    public void Noise_depends_on_the_seed_alone()
    {
        string[] args = ["optimize", "noisy", "--optimizer", "sgd", "--lr", "0.005", "--steps", "20"];
        string one = Cli.Run([.. args, "--json"]).Output;
        Cli.Run([.. args, "--json"]).Output.ShouldBe(one);
        Cli.Run([.. args, "--json", "--seed", "2"]).Output.ShouldNotBe(one);
    }

    [Theory]
    [InlineData("Adam: beta1 of 1 must be at least 0 and below 1.", "quadratic", "--set", "beta1=1")]
    [InlineData("SGD: learningRate of -0.5 must be at least 0.", "quadratic", "--optimizer", "sgd", "--set", "learningRate=-0.5")]
    [InlineData("no finite value at the start (a = -1)", "log(a)", "--start", "a=-1")]
    public void Wrong_input_is_one_line_and_exit_code_1(string says, params string[] args) =>
        Cli.Run(["optimize", .. args]).ShouldFail(1).ShouldContain(says);

    private static JsonElement Json(string[] args)
    {
        CliResult result = Cli.Run([.. args, "--json"]);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        return result.Json;
    }

    private static string Text(string[] args)
    {
        CliResult result = Cli.Run(args);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    private static JsonElement[] Trace(string[] args) =>
        [.. Json([.. args, "--trace"]).GetProperty("runs")[0].GetProperty("trace").EnumerateArray()];

    private static double Coordinate(JsonElement step, string name, string quantity) =>
        Number(step.GetProperty("parameters").GetProperty(name), quantity);

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
