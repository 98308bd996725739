namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with the values at the other end.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class CircularPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Circular, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public CircularPad1d((int Before, int After) padding)
        : this([padding.Before, padding.After]) { }
}

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with the values at the other end.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class CircularPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Circular, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public CircularPad2d((int Left, int Right, int Top, int Bottom) padding)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom]) { }
}

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with the values at the other end.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class CircularPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Circular, padding)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    public CircularPad3d((int Left, int Right, int Top, int Bottom, int Front, int Back) padding)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom, padding.Front, padding.Back]) { }
}
