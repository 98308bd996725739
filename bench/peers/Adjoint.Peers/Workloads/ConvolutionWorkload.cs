using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>A convolution with its bias, or both gradients of one without.</summary>
internal sealed class ConvolutionWorkload : Workload
{
    private readonly Tensor image;
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Tensor result;
    private readonly Tensor slope;
    private readonly bool backward;
    private readonly int stride;
    private readonly int padding;
    private readonly int dilation;
    private readonly int groups;

    public ConvolutionWorkload(JsonObject arguments)
    {
        (int channels, int filters) = (arguments.Whole("channels"), arguments.Whole("filters"));
        (int size, int kernel) = (arguments.Whole("size"), arguments.Whole("kernel"));
        backward = arguments.Flag("backward");
        stride = arguments.Whole("stride", 1);
        padding = arguments.Whole("padding");
        dilation = arguments.Whole("dilation", 1);
        groups = arguments.Whole("groups", 1);
        image = Numbers.Make(1, 1, arguments.Whole("batch"), channels, size, size).WithGrad(backward);
        weight = Numbers.Make(2, 1, filters, channels / groups, kernel, kernel).WithGrad(backward);
        bias = Numbers.Make(3, 1, filters);
        result = image.Conv2d(weight, null, stride, padding, dilation, groups);
        slope = Numbers.Make(4, 1, result.Shape.Span);
    }

    public override void Run() => Outputs();

    public override Tensor[] Outputs()
    {
        if (backward) return Engine.Grad([result], [image, weight], [slope], retainGraph: true);
        using Scope _ = GradMode.Off();
        return [image.Conv2d(weight, bias, stride, padding, dilation, groups)];
    }
}
