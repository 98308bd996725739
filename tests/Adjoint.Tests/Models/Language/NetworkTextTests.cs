using Adjoint.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Models;

public class NetworkTextTests
{
    // A line, the sizes it is read for, and the sizes that PyTorch's layers of these settings give.
    private static readonly (string Line, int[] Input, int[] Output)[] Networks =
    [
        ("conv 8", [2, 3, 9, 9], [2, 8, 7, 7]),
        ("conv 6 k5x3 s2x1 p2x1 g3 nobias", [2, 6, 9, 9], [2, 6, 5, 9]),
        ("conv 4 k4 same", [2, 3, 10], [2, 4, 10]),
        ("conv3d 4 p1", [1, 2, 5, 6, 7], [1, 4, 5, 6, 7]),
        ("convt 4 k4 s2 p1", [1, 3, 5, 5], [1, 4, 10, 10]),
        ("convt 4 s2 p1 op1", [1, 3, 5], [1, 4, 10]),
        ("convt 3 k2 s2 g3", [1, 3, 2, 3, 4], [1, 3, 4, 6, 8]),
        ("pool", [1, 2, 7, 7], [1, 2, 3, 3]),
        ("maxpool 3 s2 p1 ceil", [1, 2, 8], [1, 2, 5]),
        ("pool 2x2x1", [1, 2, 4, 4, 4], [1, 2, 2, 2, 4]),
        ("avgpool 3 s2 p1 nopad", [1, 2, 7, 7], [1, 2, 4, 4]),
        ("avgpool1d 2", [1, 2, 7], [1, 2, 3]),
        ("avgpool 2 ceil", [1, 2, 3, 3, 3], [1, 2, 2, 2, 2]),
        ("lppool 2 norm3", [1, 2, 6, 6], [1, 2, 3, 3]),
        ("lppool 2", [1, 2, 6], [1, 2, 3]),
        ("lppool3d 2 s1", [1, 2, 6, 4, 4], [1, 2, 5, 3, 3]),
        ("adaptive 3x2", [1, 2, 7, 7], [1, 2, 3, 2]),
        ("adaptiveavgpool 3", [1, 2, 7], [1, 2, 3]),
        ("adaptiveavgpool 2", [1, 2, 3, 4, 5], [1, 2, 2, 2, 2]),
        ("adaptivemaxpool", [1, 2, 7, 7], [1, 2, 1, 1]),
        ("adaptivemaxpool 3", [1, 2, 7], [1, 2, 3]),
        ("adaptivemaxpool3d 2", [1, 2, 3, 4, 5], [1, 2, 2, 2, 2]),
        ("globalpool", [2, 3, 4, 5], [2, 3]),
        ("globalmaxpool", [2, 3, 4], [2, 3]),
        ("upsample", [1, 2, 3, 4], [1, 2, 6, 8]),
        ("upsample 1.5 bilinear corners", [1, 2, 4, 4], [1, 2, 6, 6]),
        ("upsample size5x7 bicubic", [1, 2, 4, 4], [1, 2, 5, 7]),
        ("upsample 3 linear", [1, 2, 4], [1, 2, 12]),
        ("upsample 2 trilinear", [1, 2, 4, 4, 4], [1, 2, 8, 8, 8]),
        ("pixelshuffle 2", [1, 8, 3, 3], [1, 2, 6, 6]),
        ("pixelunshuffle 2", [1, 2, 6, 6], [1, 8, 3, 3]),
        ("pad 1", [1, 2, 3, 3], [1, 2, 5, 5]),
        ("pad 1x2x0x3 reflect", [1, 2, 4, 4], [1, 2, 7, 7]),
        ("pad 1 replicate", [1, 2, 4], [1, 2, 6]),
        ("pad 1 circular", [1, 2, 4, 4, 4], [1, 2, 6, 6, 6]),
        ("pad 1 value-2.5", [1, 2, 4, 4], [1, 2, 6, 6]),
        ("flatten", [2, 3, 4, 5], [2, 60]),
        ("unflatten 3x4", [2, 12, 5], [2, 3, 4, 5]),
        ("linear 7 nobias", [2, 3, 4], [2, 3, 7]),
        ("fc 7", [2, 3], [2, 7]),
        ("rnn 5 relu", [2, 9, 3], [2, 9, 5]),
        ("gru 5 bidirectional", [2, 9, 3], [2, 9, 10]),
        ("lstm 5 layers2 nobias", [2, 9, 3], [2, 9, 5]),
        ("bn", [2, 3], [2, 3]),
        ("batchnorm eps1e-3 momentum0.01", [2, 3, 4], [2, 3, 4]),
        ("bn2d noaffine", [2, 3, 4, 4], [2, 3, 4, 4]),
        ("bn", [2, 3, 4, 4, 4], [2, 3, 4, 4, 4]),
        ("in", [2, 3, 4], [2, 3, 4]),
        ("in affine", [2, 3, 4, 4], [2, 3, 4, 4]),
        ("instancenorm3d", [2, 3, 4, 4, 4], [2, 3, 4, 4, 4]),
        ("gn 2", [2, 4, 3, 3], [2, 4, 3, 3]),
        ("ln 3 noaffine", [2, 4, 3, 3], [2, 4, 3, 3]),
        ("lrn 3 alpha1e-2 beta0.5 bias2", [2, 4, 3, 3], [2, 4, 3, 3]),
        ("dropout 0.1, dropout2d, alphadropout", [2, 4, 3, 3], [2, 4, 3, 3]),
        ("dropout1d 0.2", [2, 4, 3], [2, 4, 3]),
        ("dropout3d 0.2", [2, 4, 3, 3, 3], [2, 4, 3, 3, 3]),
        ("relu, relu6, leakyrelu 0.2, prelu, prelu shared, rrelu, elu 2, celu 2, selu, gelu, gelu tanh, silu, swish, mish", [2, 4], [2, 4]),
        ("sigmoid, hardsigmoid, hardswish, tanh, hardtanh min-2 max2, tanhshrink, softplus 2, softsign", [2, 4], [2, 4]),
        ("softshrink, hardshrink 0.1, threshold 0.1 value20, logsigmoid, identity", [2, 4], [2, 4]),
        ("softmax, logsoftmax -1, softmin 0", [2, 4], [2, 4]),
        ("glu", [2, 4, 3], [2, 2, 3]),
    ];

    public static IEnumerable<object[]> Lines() => Networks.Select(line => (object[])[line.Line, line.Input, line.Output]);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_layer_is_read_and_runs(string line, int[] input, int[] output)
    {
        Adjoint.Nn.Sequential network = NetworkText.Parse(line, Shape.Create(input), new Generator(1));
        network.Eval();
        network.Forward(Tensor.Normal(Shape.Create(input), generator: new Generator(2))).Shape.ShouldBe(Shape.Create(output));
        using Scope _ = SymbolicMode.On();
        NetworkText.Parse(line, Shape.Create(input)).Forward(Tensor.Symbolic(Shape.Create(input))).Shape.ShouldBe(Shape.Create(output));
    }

    [Fact]
    public void No_layer_is_left_out_above()
    {
        string[] tried = [.. Networks.SelectMany(line => line.Line.Split(',')).Select(layer => layer.Trim().Split(' ')[0])];
        NetworkText.Layers
            .Select(layer => layer.Form.Split(' ')[0].Split('|'))
            .Where(
                names => !names.Any(
                    name => tried.Any(
                        word => word == name || (word.Length == name.Length + 2 && word.StartsWith(name, StringComparison.Ordinal)))))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Settings_reach_the_layer()
    {
        NetworkText.Parse("conv 6 k5x3 s2x1 p2x1 g3 nobias", [1, 6, 9, 9]).ToString()
            .ShouldContain("Conv2d(6, 6, kernel_size=(5, 3), stride=(2, 1), padding=(2, 1), groups=3, bias=False)");
        NetworkText.Parse("convt 4 s2 p1 op1", [1, 3, 5]).ToString()
            .ShouldContain("ConvTranspose1d(3, 4, kernel_size=(3,), stride=(2,), padding=(1,), output_padding=(1,))");
        NetworkText.Parse("upsample 2 bilinear", [1, 3, 5, 5]).ToString().ShouldContain("scale_factor=2.0, mode=bilinear");
        NetworkText.Parse("2*(relu, 2*(tanh))", [1, 3]).Select(layer => layer.GetType().Name)
            .ShouldBe(["ReLU", "Tanh", "Tanh", "ReLU", "Tanh", "Tanh"]);
    }

    [Theory]
    [InlineData("relu, relo", "column 7", "relu")]
    [InlineData("conv3d 8", "column 1", "3 sizes")]
    [InlineData("relu, conv 8 q3", "column 14", "k with a number")]
    [InlineData("conv 8 k3xy", "column 8", "x between")]
    [InlineData("conv 8 p1 p1", "column 11", "only once")]
    [InlineData("conv", "column 1", "a number is needed")]
    [InlineData("relu, conv 8 g3", "column 7", "8 filters")]
    [InlineData("conv 1.5", "column 1", "whole number")]
    [InlineData("pool 2, upsample 2 bilinear nearest", "column 9", "one mode")]
    [InlineData("pad 1 reflect circular", "column 1", "one way")]
    [InlineData("lstm 4", "column 1", "[N, time, features]")]
    [InlineData("2*(relu", "column 8", "closing parenthesis")]
    [InlineData("0*(relu)", "column 1", "at least 1")]
    [InlineData("99999*(relu)", "column 8", "more than 10000 layers")]
    [InlineData("", "column 1", "a layer")]
    public void An_error_points_at_the_place(string text, string place, string reason)
    {
        string message = Should.Throw<DataFormatException>(() => NetworkText.Parse(text, [1, 3, 8, 8])).Message;
        message.ShouldContain(place);
        message.ShouldContain(reason);
    }

    [Fact]
    public void No_text_does_anything_but_give_a_network_or_a_format_error()
    {
        string[] words =
        [
            .. NetworkText.Layers.SelectMany(layer => layer.Form.Split([' ', '|'])).Select(word => word.TrimEnd('#')),
            "1", "0", "-1", "2.5", "2x3", "99999999999", "1e300", "nan", ",", ",", ",", "(", ")", "3*(", "x", "é",
        ];
        Prop.ForAll(Gen.Elements(words).ArrayOf().Resize(8).ToArbitrary(), chosen =>
        {
            using Scope _ = SymbolicMode.On();
            foreach (string between in (string[])[" ", ""])
            {
                try
                {
                    NetworkText.Parse(string.Join(between, chosen), [2, 4, 6, 6]);
                }
                catch (DataFormatException)
                {
                    // What is expected of a wrong text.
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
