using System.Globalization;
using Adjoint.Inspection;
using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Tests.Inspection;

/// <summary>What an explanation says, and that its numbers are those of the report.</summary>
public class ExplanationTests
{
    // Each layer of the one-line language behind a convolution, or alone on a sequence.
    private static readonly string[] OnImages =
    [
        "conv 4 k5 s2 p1", "convt 4 k4 s2 p1", "convt 4 k3 s2 d2", "pool 2", "avgpool 3 s2 p1", "lppool 2", "adaptiveavgpool 5",
        "adaptiveavgpool 1",
        "adaptivemaxpool 4", "globalavgpool", "globalmaxpool", "upsample 2", "upsample 2 bilinear", "upsample 3 bicubic",
        "upsample 2 bilinear corners",
        "pixelshuffle 2", "pixelunshuffle 2", "pad 2", "pad 1 reflect", "pad 2 replicate", "pad 1 circular", "pad 1 value3", "flatten",
        "unflatten 2x4",
        "linear 5", "bn", "in affine", "gn 2", "ln 2", "lrn 3", "dropout", "dropout2d", "alphadropout", "relu", "relu6", "leakyrelu",
        "prelu", "rrelu",
        "elu", "celu", "selu", "gelu", "silu", "mish", "sigmoid", "hardsigmoid", "hardswish", "tanh", "hardtanh", "tanhshrink",
        "softplus", "softsign",
        "softshrink", "hardshrink", "threshold 1", "logsigmoid", "glu", "softmax", "logsoftmax", "softmin", "identity",
    ];

    private static readonly string[] OnSequences = ["rnn 6", "gru 6 layers2", "lstm 6 bidirectional", "dropout1d", "dropout3d"];

    public static TheoryData<string> Images => [.. OnImages];

    public static TheoryData<string> Sequences => [.. OnSequences];

    [Fact]
    public void Every_layer_of_the_language_is_here()
    {
        string[] named = [.. OnImages.Concat(OnSequences).Select(text => text.Split(' ')[0])];
        LayerKind.All.Where(kind => !named.Contains(kind.Name)).Select(kind => kind.Name).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Every_layer_of_the_language_is_explained(string text) => Check("conv 8 k3, " + text, [1, 3, 18, 18], "1");

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Every_layer_of_sequences_is_explained(string text) =>
        Check(text, text == "dropout3d" ? [1, 2, 4, 4, 4] : [1, 5, 7], "0");

    public static TheoryData<string> Models => [.. ModelCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Layers_of_every_model_are_explained(string name)
    {
        using Scope _ = SymbolicMode.On();
        ModelEntry entry = ModelCatalogue.Get(name);
        ModelReport report = ModelReport.Of(entry.Build(), entry.Input);
        // Some of the first and the last, each kind once.
        foreach (LayerReport row in report.Layers.Reverse().DistinctBy(layer => layer.Kind)) Check(report, row.Name);
    }

    [Fact]
    public void A_transposed_convolution_spreads_places()
    {
        string[] lines = Lines("conv 8 k3, convt 4 k4 s2 p1", [1, 3, 16, 16], "1");
        lines.ShouldContain("1 parameters: 4·(8·4·4+1) = 516");
        lines.ShouldContain("1 MACs: 14·14·8·(4·4·4) = 100,352");
        lines.ShouldContain("1 field: r = 3 + (⌈4/2⌉−1)·1 = 4");
        lines.ShouldContain("1 jump: j = 1/2 = 0.5");
        lines.ShouldContain("1 start: start = 1 + (1 − (4−1)·1/2)/2·1 = 0.75");
    }

    [Fact]
    public void Resizing_says_what_becomes_of_the_jump()
    {
        Lines("conv 8 k3, upsample 2", [1, 3, 16, 16], "1").ShouldContain("1 jump: j = 1·1/2 = 0.5");
        Lines("conv 8 k3, upsample 2 bilinear", [1, 3, 16, 16], "1").ShouldContain("1 field: r = 3 + (2−1)·1 = 4");
        Lines("conv 8 k3, pixelshuffle 2", [1, 3, 16, 16], "1").ShouldContain("1 jump: j = 1/2 = 0.5");
        Lines("conv 8 k3, pixelunshuffle 2", [1, 3, 16, 16], "1").ShouldContain("1 field: r = 3 + (2−1)·1 = 4");
        Lines("conv 8 k3, adaptiveavgpool 1", [1, 3, 16, 16], "1").ShouldContain("1 field: the mean of all 14 places: whole input");
    }

    [Fact]
    public void Axes_that_differ_have_lines_of_their_own()
    {
        string[] lines = Lines("conv 8 k3x5 s1x2", [1, 3, 16, 16], "0");
        lines.ShouldContain("0 field (axis 2): r = 1 + (3−1)·1·1 = 3");
        lines.ShouldContain("0 field (axis 3): r = 1 + (5−1)·1·1 = 5");
    }

    [Fact]
    public void Of_branches_the_one_that_sees_most_is_followed()
    {
        using Scope _ = SymbolicMode.On();
        string[] lines = Lines(ModelReport.Of(ModelCatalogue.Get("resnet18").Build(), [1, 3, 224, 224]), "layer2.0");
        lines.ShouldContain("layer2.0/add field: layer2.0.bn2 sees 67×67, layer2.0.downsample.1 sees 43×43; layer2.0.bn2 decides");
        lines.ShouldContain("layer2.0.conv1 field: r = 43 + (3−1)·1·4 = 51");
        lines.ShouldNotContain(line => line.StartsWith("layer2.0.downsample", StringComparison.Ordinal));
        lines.ShouldContain("layer2.0 parameters: 73,728 + 256 + 147,456 + 256 + 8,192 + 256 = 230,144");
    }

    [Fact]
    public void A_meeting_that_is_not_aligned_is_told_with_both_values()
    {
        var network = new Branches();
        string[] lines = Lines(ModelReport.Of(network, [1, 2, 16, 16]), "last");
        lines.ShouldContain("concat field: fine sees 3×3, coarse sees 2×2; fine decides");
        lines.ShouldContain("concat field: not aligned: Concat: jumps of 1 and 2 meet");
    }

    [Fact]
    public void What_is_shared_or_not_run_is_told()
    {
        string[] lines = Lines(ModelReport.Of(new Shared(), [1, 4, 8, 8]), "second");
        lines.ShouldContain("second parameters: shared with first, and counted there");
        Lines(ModelReport.Of(new Shared(), [1, 4, 8, 8]), "idle").ShouldBe([
            "idle parameters: 4·4 + 4 = 20", "idle MACs: none: the layer is not run", "idle field: none: the layer is not run"]);
    }

    [Fact]
    public void What_has_no_image_has_no_field() =>
        Lines("linear 4, relu", [1, 8], "1").ShouldBe([
            "0 parameters: 8·4 + 4 = 36", "0 MACs: 1·4·8 = 32", "1 parameters: none", "1 MACs: none; 4 other operations on numbers",
            "1 in the end: none: the input [1, 8] is no image [N, C, sizes…]"]);

    private static void Check(string network, Shape input, string layer)
    {
        using Scope _ = SymbolicMode.On();
        Check(ModelReport.Of(NetworkText.Parse(network, input), input), layer);
    }

    /// <summary>All three quantities are told, with the report's numbers, and no formula contradicts what was traced.</summary>
    private static void Check(ModelReport report, string layer)
    {
        LayerReport row = report.Layer(layer);
        ExplanationStep[] own = [.. Explanation.Of(report, layer).Where(step => step.Layer == row.Name)];
        ExplanationStep parameters = own.First(step => step.Quantity == "parameters");
        if (row.Parameters > 0) Last(parameters).ShouldBe(row.Parameters);
        else parameters.Formula.ShouldStartWith(row.IsShared ? "shared" : "none");
        ExplanationStep macs = own.First(step => step.Quantity == "MACs");
        if (row.Work.Macs > 0) Last(macs).ShouldBe(row.Work.Macs);
        else macs.Formula.ShouldStartWith("none");
        if (!row.WasRun) return;
        string end = own.Single(step => step.Quantity == "in the end").Formula;
        if (row.Field is { IsWhole: false } field) end.ShouldStartWith($"field {field}, jump");
        else end.ShouldStartWith(row.Field is null ? "none" : "whole input");
        foreach (ExplanationStep step in own)
            step.Formula.ShouldNotContain("traced through", customMessage: $"{row.Kind} {step.Quantity}");
    }

    private static long Last(ExplanationStep step) =>
        long.Parse(
            step.Formula[(step.Formula.LastIndexOf('=') + 1)..], NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite,
            CultureInfo.InvariantCulture);

    private static string[] Lines(string network, Shape input, string layer) =>
        Lines(ModelReport.Of(NetworkText.Parse(network, input), input), layer);

    private static string[] Lines(ModelReport report, string layer) =>
        [.. Explanation.Of(report, layer).Select(step => $"{step.Layer} {step.Quantity}: {step.Formula}")];
}

internal sealed partial class Branches : Module
{
    private readonly Conv2d fine = new(2, 3, 3, padding: 1);
    private readonly MaxPool2d coarse = new(2);
    private readonly Conv2d last = new(5, 1, 1);

    public override Tensor Forward(Tensor x)
    {
        Tensor small = coarse.Call(x);
        return last.Call(Tensor.Concat([fine.Call(x).Narrow(2, 0, small.Shape[2]).Narrow(3, 0, small.Shape[3]), small], 1));
    }
}

internal sealed partial class Shared : Module
{
    private readonly Conv2d first = new(4, 4, 3);
    public Linear Idle { get; } = new(4, 4);
    private readonly Tied second;

    public Shared() => second = new Tied(first);

    public override Tensor Forward(Tensor x) => second.Call(first.Call(x));
}

internal sealed partial class Tied(Conv2d conv) : Module
{
    [Parameter] private readonly Tensor weight = conv.Weight;

    public override Tensor Forward(Tensor x) => x.Conv2d(weight);
}
