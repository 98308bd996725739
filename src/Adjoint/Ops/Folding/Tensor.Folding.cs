using Adjoint.Ops;

namespace Adjoint;

/// <content>Windows of images as columns, and back.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The windows of images as columns: [N, C, H, W] → [N, C·kernel, windows], or [C, H, W] → [C·kernel, windows]; known as im2col.
    /// </summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="padding">Zeros before and after; 0 if not given.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <returns>The columns, a copy.</returns>
    /// <exception cref="ShapeException">It is no image, or a window does not fit.</exception>
    public Tensor Unfold(Spatial kernelSize, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null)
    {
        if (Rank == 3) return Unsqueeze(0).Unfold(kernelSize, dilation, padding, stride).Squeeze(0);
        if (Rank != 4) throw new ShapeException($"Unfold: takes images [N, C, H, W] or one [C, H, W], not {Shape}.");
        return Engine.Apply(Windows("Unfold", kernelSize, dilation, padding, stride), this);
    }

    /// <summary>
    /// Columns added up into images: [N, C·kernel, windows] → [N, C, H, W], or without N; known as col2im. Places in several windows
    /// get the sum.
    /// </summary>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
    /// <param name="padding">Zeros before and after; 0 if not given.</param>
    /// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
    /// <returns>The images.</returns>
    /// <exception cref="ShapeException">The columns are not those of such images.</exception>
    public Tensor Fold(Spatial outputSize, Spatial kernelSize, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null)
    {
        if (Rank == 2) return Unsqueeze(0).Fold(outputSize, kernelSize, dilation, padding, stride).Squeeze(0);
        if (Rank != 3) throw new ShapeException($"Fold: takes columns [N, C·kernel, windows] or [C·kernel, windows], not {Shape}.");
        Im2Col windows = Windows("Fold", kernelSize, dilation, padding, stride);
        return Engine.Apply(new Col2Im(outputSize.For(2, "Fold", "output size", 1), windows), Real());
    }

    private static Im2Col Windows(string name, Spatial kernel, Spatial? dilation, Spatial? padding, Spatial? stride) => new(
        kernel.For(2, name, "kernel", 1), (dilation ?? 1).For(2, name, "dilation", 1), (padding ?? 0).For(2, name, "padding", 0),
        (stride ?? 1).For(2, name, "stride", 1));
}
