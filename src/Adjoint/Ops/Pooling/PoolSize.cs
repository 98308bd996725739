namespace Adjoint.Ops;

/// <summary>The size of a pooled axis.</summary>
internal static class PoolSize
{
    public static int Output(string name, Shape shape, int axis, int kernel, int stride, int padding, int dilation, bool ceil)
    {
        if (padding > kernel / 2)
            throw new ShapeException($"{name}: a padding of {padding} is more than half of the window of {kernel} on axis {axis}.");
        int room = shape[axis] + (2 * padding) - (dilation * (kernel - 1)) - 1;
        // In ceil mode a window may be larger than the axis.
        int output = (int)Math.Floor((ceil ? room + stride - 1.0 : room) / stride) + 1;
        // A last window must begin within the image or the padding before it.
        if (ceil && (output - 1) * stride >= shape[axis] + padding) output--;
        if (output < 1)
            throw new ShapeException(
                $"{name}: a window of {kernel} (dilation {dilation}) does not fit into axis {axis} of {shape} with padding {padding}.");
        for (int o = 0; o < output; o++)
        {
            // The first tap at or after the image's start must also lie before its end.
            int first = (o * stride) - padding;
            int into = first < 0 ? (-first + dilation - 1) / dilation : 0;
            if (into >= kernel || first + (into * dilation) >= shape[axis])
                throw new ShapeException($"{name}: window {o} along axis {axis} of {shape} lies in nothing but padding.");
        }

        return output;
    }
}
