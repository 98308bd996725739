namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with zeros.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class ZeroPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Constant, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public ZeroPad1d((int Before, int After) padding)
        : this([padding.Before, padding.After]) { }
}

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with zeros.</summary>
/// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers crop.</param>
/// <exception cref="ShapeException">There are neither one nor a pair of numbers for each axis.</exception>
public sealed class ZeroPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Constant, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public ZeroPad2d((int Left, int Right, int Top, int Bottom) padding)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom]) { }
}

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with zeros.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class ZeroPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Constant, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public ZeroPad3d((int Left, int Right, int Top, int Bottom, int Front, int Back) padding)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom, padding.Front, padding.Back]) { }
}
