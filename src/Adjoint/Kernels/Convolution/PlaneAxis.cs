using System.Diagnostics;

namespace Adjoint.Kernels;

/// <summary>
/// How one axis of an image is laid out in its <see cref="Planes{T}"/>: with zeros around it, and with a stride s split
/// into the phases i mod s, so that successive outputs always read successive elements.
/// </summary>
internal readonly struct PlaneAxis(
    int source, int step, int first, int tapStep, int slots, int cycle, int low, int extent, int outputs)
{
    /// <summary>Size of the image along this axis.</summary>
    public int Source => source;

    /// <summary>Distance in the image of neighbours in a plane.</summary>
    public int Step => step;

    /// <summary>How many phases are read at all.</summary>
    public int Slots => slots;

    /// <summary>Position 0 of a plane holds image index Low * Step + phase.</summary>
    public int Low => low;

    /// <summary>Positions that may be read.</summary>
    public int Extent => extent;

    /// <summary>How many of them two neighbouring rows may share.</summary>
    public int Overlap { get; } = OverlapOf(source, step, low, extent, outputs);

    /// <summary>The image as the forward convolution reads it.</summary>
    public static PlaneAxis Of(WindowAxis axis)
    {
        Debug.Assert(axis is { Kernel: > 0, Stride: > 0, Dilation: > 0 });
        int first = -axis.PaddingBegin;
        int low = FloorDivide(first, axis.Stride);
        int high = axis.Output - 1 + FloorDivide(first + ((axis.Kernel - 1) * axis.Dilation), axis.Stride);

        // Taps run through the phases in a cycle: after that many, the same phase comes again.
        int cycle = axis.Stride / GreatestCommonDivisor(axis.Stride, axis.Dilation);
        int slots = Math.Min(axis.Kernel, cycle);
        return new(axis.Input, axis.Stride, first, axis.Dilation, slots, cycle, low, Math.Max(0, high - low + 1), axis.Output);
    }

    /// <summary>The gradient of the output as the gradient of the input reads it, one phase of the input at a time.</summary>
    public static PlaneAxis OfGradient(WindowAxis axis)
    {
        int low = FloorDivide(axis.PaddingBegin - ((axis.Kernel - 1) * axis.Dilation), axis.Stride);
        int phases = (axis.Input + axis.Stride - 1) / axis.Stride;
        int high = phases - 1 + FloorDivide(axis.Stride - 1 + axis.PaddingBegin, axis.Stride);
        return new(axis.Output, 1, 0, 0, 1, 1, low, Math.Max(0, high - low + 1), phases);
    }

    /// <summary>Which plane a tap reads.</summary>
    public int Slot(int tap) => tap % cycle;

    /// <summary>The phase that a plane holds.</summary>
    public int Phase(int slot)
    {
        int index = first + (slot * tapStep);
        return index - (FloorDivide(index, Step) * Step);
    }

    /// <summary>The position that output 0 reads at a tap.</summary>
    public int Position(int tap) => FloorDivide(first + (tap * tapStep), Step) - Low;

    /// <summary>The positions of a phase that are inside the image: from first up to, not including, end.</summary>
    public void Inside(int phase, int positions, out int first, out int end)
    {
        first = Math.Clamp(-Low, 0, positions);
        int beyond = Source <= phase ? 0 : ((Source - 1 - phase) / Step) + 1;
        end = Math.Clamp(beyond - Low, first, positions);
    }

    /// <summary>Where a row ends in zeros and the next begins with some, they can be the same zeros.</summary>
    private static int OverlapOf(int source, int step, int low, int extent, int outputs)
    {
        int last = source == 0 ? low - 1 : (source - 1) / step, trailing = low + extent - 1 - last;
        return Math.Clamp(Math.Min(-low, trailing), 0, Math.Max(0, extent - Math.Max(outputs, 1)));
    }

    private static int FloorDivide(int value, int divisor) => value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
