using System.Text.Json;
using Adjoint.Inspection;
using Adjoint.Models;
using Spectre.Console;

namespace Adjoint.Cli.Tests;

public class InspectCommandTests
{
    private const string Homework = "conv 64 k3 p1, relu, 2*(conv 64 k3 p1, relu), pool 2, flatten, linear 10";

    // Totals as torchvision has them; fields as in google-research/receptive_field.
    [Fact]
    public void Vgg16_has_its_golden_numbers()
    {
        JsonElement report = Json("inspect", "vgg16", "--json");
        JsonElement parameters = report.GetProperty("parameters");
        parameters.GetProperty("convolution").GetInt64().ShouldBe(14_714_688);
        parameters.GetProperty("linear").GetInt64().ShouldBe(123_642_856);
        parameters.GetProperty("total").GetInt64().ShouldBe(138_357_544);
        parameters.GetProperty("ratio").GetDouble().ShouldBe(0.1190, 5e-5);
        report.GetProperty("macs").GetInt64().ShouldBe(15_470_264_320);
        report.GetProperty("complete").GetBoolean().ShouldBeTrue();
        report.GetProperty("receptiveField").EnumerateArray().Select(size => size.GetInt64()).ShouldBe([212, 212]);
        JsonElement last = report.GetProperty("layers").EnumerateArray().Single(
            layer => layer.GetProperty("name").GetString() == "features.30");
        last.GetProperty("jump")[0].GetDouble().ShouldBe(32);
        last.GetProperty("padding")[0].GetDouble().ShouldBe(90);
        report.GetProperty("layers")[0].GetProperty("formula").GetString().ShouldBe("64·(3·3·3+1)");
        report.GetProperty("memory").GetProperty("parametersBytes").GetInt64().ShouldBe(4 * 138_357_544L);
    }

    [Fact]
    public void The_table_shows_layers_and_totals()
    {
        CliResult result = Cli.Run("inspect", "vgg16");
        result.ExitCode.ShouldBe(0, result.Error);
        foreach (string text in (string[])["features.0", "212×212", "14,714,688", "123,642,856", "0.1190", "138,357,544", "15.47 G",
            "with Adam"])
            result.Output.ShouldContain(text);
    }

    [Fact]
    public void Every_convolution_names_its_kernel()
    {
        foreach (JsonElement layer in Json("inspect", "resnet18", "--json").GetProperty("layers").EnumerateArray())
        {
            bool named = layer.TryGetProperty("kernel", out JsonElement kernel);
            named.ShouldBe(layer.GetProperty("kind").GetString() == "Conv2d");
            if (named) kernel.GetString()!.ShouldMatch("^(direct|winograd|gemm|depthwise) ");
        }

        Cli.Run("inspect", "resnet18", "--layers").Output.ShouldContain("direct 7x7");
        Cli.Run("inspect", "resnet18").Output.ShouldNotContain("direct 7x7");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void Kernels_are_shown_whole_in_a_terminal_of_any_width(int width)
    {
        ModelReport report = ModelReport.Of(ModelCatalogue.Get("digits").Build(), [1, 1, 8, 8]);
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;

        InspectText.Write("digits", report, report.Layers, kernels: true, console);

        string[] lines = text.ToString().Split('\n', StringSplitOptions.TrimEntries);
        lines.ShouldAllBe(line => line.Length <= width);
        foreach (LayerReport layer in report.Layers.Where(layer => layer.Kernel is not null))
            lines.ShouldContain(line => line.StartsWith(layer.Name) && line.EndsWith(layer.Kernel!));
    }

    [Fact]
    public void An_explanation_puts_the_numbers_in()
    {
        CliResult result = Cli.Run("inspect", "vgg16", "--explain", "features.2");
        result.ExitCode.ShouldBe(0, result.Error);
        foreach (string text in (string[])["64·(64·3·3+1) = 36,928", "224·224·64·(64·3·3) = 1,849,688,064", "r = 3 + (3−1)·1·1 = 5"])
            result.Output.ShouldContain(text);
    }

    [Fact]
    public void An_explanation_can_be_read_by_programs()
    {
        JsonElement steps = Json("inspect", "digits", "--explain", "conv1", "--json").GetProperty("explanation");
        steps[0].GetProperty("layer").GetString().ShouldBe("conv1");
        steps[0].GetProperty("quantity").GetString().ShouldBe("parameters");
        steps[0].GetProperty("formula").GetString().ShouldBe("16·(1·3·3+1) = 160");
    }

    [Theory]
    [InlineData("1x3x24", "below: = the theoretical field")]
    [InlineData("1x3x12x12x12", "the sum over it")]
    public void Fields_over_one_and_three_axes_are_drawn_too(string input, string legend)
    {
        CliResult result = Cli.Run("inspect", "conv 4 k3, bn, relu, conv 4 k3", "--input", input, "--field", "3", "--erf-samples", "1");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain(legend);
        result.Output.ShouldContain("no gradient but rounding");
    }

    [Fact]
    public void Ctrl_C_ends_a_long_measurement()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the signals, and the env command, of Linux");
        CliResult result = Cli.Interrupt(
            line => line.StartsWith("sample ", StringComparison.Ordinal), "inspect", "resnet18", "--field", "layer2",
            "--erf-samples", "1000000");
        result.ExitCode.ShouldBe(130, result.Error);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public void A_network_can_be_typed()
    {
        JsonElement report = Json("inspect", Homework, "--input", "1x3x32x32", "--json");
        report.GetProperty("parameters").GetProperty("total").GetInt64().ShouldBe(1792 + (2 * 36928) + 163_850);
        report.GetProperty("receptiveField")[0].GetInt64().ShouldBe(8);
    }

    [Fact]
    public void The_field_is_measured_and_drawn()
    {
        JsonElement effective = Json(
            "inspect", Homework, "--input", "1x3x32x32", "--field", "4", "--erf-samples", "2", "--json").GetProperty("effective");
        effective.GetProperty("theoretical").EnumerateArray().Select(size => size.GetInt32()).ShouldBe([7, 7]);
        effective.GetProperty("extent")[0].GetInt32().ShouldBeInRange(2, 7);
        effective.GetProperty("outside").GetDouble().ShouldBe(0, 1e-5); // Winograd leaves rounding beside the field
        effective.GetProperty("map").GetArrayLength().ShouldBe(32);
        CliResult drawn = Cli.Run("inspect", Homework, "--input", "1x3x32x32", "--field", "4");
        drawn.Output.ShouldContain("no gradient but rounding falls outside of the theoretical field");
        drawn.Output.ShouldContain("@");
    }

    [Fact]
    public void Models_can_be_compared()
    {
        JsonElement models = Json("inspect", "--compare", "digits,fashion", "--json").GetProperty("models");
        models.EnumerateArray().Select(
            model => model.GetProperty("parameters").GetProperty("total").GetInt64()).ShouldBe([71_754, 421_642]);
        CliResult table = Cli.Run("inspect", "--compare", "digits,fashion");
        table.Output.ShouldContain("71,754");
        table.Output.ShouldContain("421,642");
    }

    [Fact]
    public void Rows_can_be_sorted_filtered_and_written_elsewhere()
    {
        CliResult csv = Cli.Run("inspect", "digits", "--csv", "--filter", "fc", "--sort", "parameters");
        string[] lines = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("name,kind,input,output,parameters");
        lines[1..].Select(line => line.Split(',')[0]).ShouldBe(["fc1", "fc2"]);
        CliResult dot = Cli.Run("inspect", "digits", "--dot");
        dot.Output.ShouldStartWith("digraph");
        dot.Output.ShouldContain("input -> n0");
    }

    [Theory]
    [InlineData(1, "There is no model \"vgg17\"", "vgg17")]
    [InlineData(1, "There is no layer \"features.99\"", "vgg16", "--explain", "features.99")]
    [InlineData(1, "conv1", "digits", "--input", "1x5x8x8x8")]
    [InlineData(1, "fc1", "digits", "--input", "1x1x9x19")]
    [InlineData(1, "column 16", "conv 64 k3 p1, relo")]
    [InlineData(1, "column 16", "conv 64 k3 p1, (relu")]
    [InlineData(1, "closing parenthesis", "2*(relu")]
    [InlineData(1, "does not fit", "conv 8 k9, conv 8 k9", "--input", "1x3x12x12")]
    [InlineData(2, "--input", "digits", "--input", "1xax8")]
    [InlineData(2, "--sort", "digits", "--sort", "colour")]
    [InlineData(2, "do not go together", "digits", "--csv", "--json")]
    [InlineData(2, "--erf-samples", "digits", "--erf-samples", "3")]
    [InlineData(2, "--compare", "--compare", ",")]
    [InlineData(2, "--compare and --csv", "--compare", "digits", "--csv")]
    [InlineData(2, "--csv and --field", "digits", "--csv", "--field", "conv1")]
    [InlineData(2, "--dot and --explain", "digits", "--dot", "--explain", "conv1")]
    [InlineData(2, "--channels", "digits", "--channels", "1", "--input", "1x1x8x8")]
    [InlineData(2, "--classes belongs to models", "conv 4", "--classes", "3")]
    [InlineData(1, "16 divides", "unet", "--input", "1x1x100x100")]
    [InlineData(1, "more than 10000 layers", "100*(100*(100*(relu)))")]
    [InlineData(1, "not fit", "linear")]
    [InlineData(2, "no model given")]
    public void Wrong_input_is_one_clear_line(int code, string message, params string[] args)
    {
        Cli.Run(["inspect", .. args]).ShouldFail(code).ShouldContain(message);
    }

    private static JsonElement Json(params string[] args)
    {
        CliResult result = Cli.Run(args);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Json;
    }
}
