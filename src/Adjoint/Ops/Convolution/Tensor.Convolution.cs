using Adjoint.Ops;

namespace Adjoint;

/// <remarks>
/// Images are [N, C, sizes…], or [C, sizes…] for a single one; filters [F, C/groups, sizes…]. As elsewhere in deep learning
/// the kernel is not flipped: the operation is a cross-correlation.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>Convolution along one axis: [N, C, L] with filters [F, C/groups, K] → [N, F, L'].</summary>
    /// <param name="weight">The filters, [F, C/groups, K].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Zeros before and after each spatial axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <returns>[N, F, L'] with L' = ⌊(L + 2·padding − dilation·(K−1) − 1)/stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor Conv1d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Convolve(1, weight, bias, stride, padding, dilation, groups);

    /// <summary>Convolution along two axes: [N, C, H, W] with filters [F, C/groups, Kh, Kw] → [N, F, H', W'].</summary>
    /// <param name="weight">The filters, [F, C/groups, Kh, Kw].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Zeros before and after each spatial axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <returns>[N, F, H', W'], sizes as for <see cref="Conv1d"/>.</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor Conv2d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Convolve(2, weight, bias, stride, padding, dilation, groups);

    /// <summary>max(<see cref="Conv2d"/>, 0), both in one pass over the output.</summary>
    /// <param name="weight">The filters, [F, C/groups, Kh, Kw].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Zeros before and after each spatial axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <returns>[N, F, H', W'], nothing below 0.</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor Conv2dRelu(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Convolve(2, weight, bias, stride, padding, dilation, groups, rectify: true);

    /// <summary>Convolution along three axes: [N, C, D, H, W] with filters [F, C/groups, Kd, Kh, Kw].</summary>
    /// <param name="weight">The filters, [F, C/groups, Kd, Kh, Kw].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <param name="padding">Zeros before and after each spatial axis; 0 if not given.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <returns>[N, F, D', H', W'], sizes as for <see cref="Conv1d"/>.</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor Conv3d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Convolve(3, weight, bias, stride, padding, dilation, groups);

    /// <summary>
    /// Transposed convolution along one axis: what a convolution with these settings has for the gradient of its image.
    /// [N, C, L] with weight [C, F/groups, K] → [N, F, (L−1)·stride − 2·padding + dilation·(K−1) + outputPadding + 1].
    /// </summary>
    /// <param name="weight">[C, F/groups, K].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows of the result; 1 if not given.</param>
    /// <param name="padding">Places before and after each axis of the result that are left out; 0 if not given.</param>
    /// <param name="outputPadding">Places added at the end of each axis of the result; 0 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <returns>[N, F, sizes…].</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor ConvTranspose1d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
        int groups = 1, Spatial? dilation = null) =>
        ConvolveTransposed(1, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution along two axes; sizes as for one.</summary>
    /// <param name="weight">[C, F/groups, Kh, Kw].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows of the result; 1 if not given.</param>
    /// <param name="padding">Places before and after each axis of the result that are left out; 0 if not given.</param>
    /// <param name="outputPadding">Places added at the end of each axis of the result; 0 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <returns>[N, F, H', W'].</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
        int groups = 1, Spatial? dilation = null) =>
        ConvolveTransposed(2, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>Transposed convolution along three axes; sizes as for one.</summary>
    /// <param name="weight">[C, F/groups, Kd, Kh, Kw].</param>
    /// <param name="bias">Added to each channel of the result, [F]; null for none.</param>
    /// <param name="stride">Distance between neighbouring windows of the result; 1 if not given.</param>
    /// <param name="padding">Places before and after each axis of the result that are left out; 0 if not given.</param>
    /// <param name="outputPadding">Places added at the end of each axis of the result; 0 if not given.</param>
    /// <param name="groups">Number of groups of channels, each with filters of its own.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <returns>[N, F, D', H', W'].</returns>
    /// <exception cref="ShapeException">Channels, groups or sizes do not fit.</exception>
    public Tensor ConvTranspose3d(
        Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null,
        int groups = 1, Spatial? dilation = null) =>
        ConvolveTransposed(3, weight, bias, stride, padding, outputPadding, groups, dilation);

    internal Tensor Convolve(
        int rank, Tensor weight, Tensor? bias, Spatial? stride, Spatial? padding, Spatial? dilation, int groups,
        bool rectify = false)
    {
        ArgumentNullException.ThrowIfNull(weight);
        CheckParameterTypes($"Conv{rank}d", weight, bias);
        ConvolutionWindow window = Window($"Conv{rank}d", rank, stride, padding, dilation, groups);
        if (Rank == rank + 1)
            return Unsqueeze(0).Convolve(rank, weight, bias, stride, padding, dilation, groups, rectify).Squeeze(0);
        string name = $"Conv{rank}d";
        if (bias is null && !rectify) return Engine.Apply(new Convolution(window), this, weight);
        if (bias is null) return Engine.Apply(new FusedConvolution(window, HasBias: false, rectify), this, weight);
        if (bias.DType == weight.DType) return Engine.Apply(new FusedConvolution(window, HasBias: true, rectify), this, weight, bias);
        Tensor y = AddBias(Engine.Apply(new Convolution(window), this, weight), bias, name);
        return rectify ? y.Relu() : y;
    }

    internal Tensor ConvolveTransposed(
        int rank, Tensor weight, Tensor? bias, Spatial? stride, Spatial? padding, Spatial? outputPadding, int groups, Spatial? dilation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        CheckParameterTypes($"ConvTranspose{rank}d", weight, bias);
        if (bias is not null && DType.IsHalf())
            return Widened().ConvolveTransposed(rank, weight.Widened(), bias.Widened(), stride, padding, outputPadding, groups, dilation)
                .To(Meeting(weight, bias));
        string name = $"ConvTranspose{rank}d";
        ConvolutionWindow window = Window(name, rank, stride, padding, dilation, groups);
        Steps extra = (outputPadding ?? 0).For(rank, name, "output padding", 0);
        if (Rank == rank + 1)
            return Unsqueeze(0).ConvolveTransposed(rank, weight, bias, stride, padding, outputPadding, groups, dilation).Squeeze(0);
        if (Rank != rank + 2 || weight.Rank != rank + 2 || Shape[1] != weight.Shape[0] || weight.Shape[0] % groups != 0)
            throw new ShapeException(
                $"{name}: an image {Shape} does not fit a weight {weight.Shape} in {groups} group(s): the weight is [C, "
                + $"F/groups, {rank} sizes], with the image's C, which must divide by the groups.");
        var sizes = new int[rank + 2];
        (sizes[0], sizes[1]) = (Shape[0], weight.Shape[1] * groups);
        bool isBeyond = false;
        for (int axis = 0; axis < rank; axis++)
        {
            if (extra[axis] >= Math.Max(window.Stride[axis], window.Dilation[axis]))
                throw new ShapeException(
                    $"{name}: output padding {extra[axis]} is below neither the stride {window.Stride[axis]} nor the dilation "
                    + $"{window.Dilation[axis]}.");
            sizes[axis + 2] = ((Shape[axis + 2] - 1) * window.Stride[axis]) - (2 * window.Padding[axis])
                + (window.Dilation[axis] * (weight.Shape[axis + 2] - 1)) + extra[axis] + 1;
            isBeyond |= extra[axis] >= window.Stride[axis];
            if (sizes[axis + 2] <= 0)
                throw new ShapeException(
                    $"{name}: nothing is left of axis {axis + 2} of {Shape} after a padding of {window.Padding[axis]}.");
        }

        Tensor y = isBeyond
            ? Cut(ConvolveTransposed(rank, weight, null, stride, 0, 0, groups, dilation), window.Padding, sizes)
            : Engine.Apply(new ConvolutionInput(window, Shape.Create(sizes)), this, weight);
        return AddBias(y, bias, name);
    }

    // With an output padding that is not below the stride the convolution of the result would be larger than the image. So the padding is
    // cut from the whole result, and where the output padding goes beyond it, zeros follow.
    private static Tensor Cut(Tensor whole, Steps padding, int[] sizes)
    {
        int rank = sizes.Length - 2;
        var amounts = new int[2 * rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int at = 2 * (rank - 1 - axis);
            amounts[at] = -padding[axis];
            amounts[at + 1] = sizes[axis + 2] - (whole.Shape[axis + 2] - padding[axis]);
        }

        return whole.Pad(amounts);
    }

    private static ConvolutionWindow Window(string name, int rank, Spatial? stride, Spatial? padding, Spatial? dilation, int groups)
    {
        if (groups < 1) throw new ShapeException($"{name}: {groups} groups are below 1.");
        return new ConvolutionWindow(
            (stride ?? 1).For(rank, name, "stride", 1),
            (padding ?? 0).For(rank, name, "padding", 0),
            (dilation ?? 1).For(rank, name, "dilation", 1),
            groups);
    }

    private static Tensor AddBias(Tensor y, Tensor? bias, string name)
    {
        if (bias is null) return y;
        ConvolutionFace.CheckBias(name, bias.Shape, y.Shape[1]);
        return y + bias.ReshapeTo(Broadcasting.PerChannel(y.Rank, y.Shape[1]));
    }
}
