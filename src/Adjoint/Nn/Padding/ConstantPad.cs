namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with one value.</summary>
/// <inheritdoc cref="ConstantPad2d" path="/param | /exception"/>
public sealed class ConstantPad1d(ReadOnlySpan<int> padding, double value) : PaddingLayer(1, PadMode.Constant, padding, value)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad1d((int Before, int After) padding, double value)
        : this([padding.Before, padding.After], value) { }

    /// <summary>Creates the layer with one number for all sides.</summary>
    /// <param name="padding">The number; negative to crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad1d(int padding, double value) : this([padding], value) { }
}

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with one value.</summary>
/// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers crop.</param>
/// <param name="value">The value.</param>
/// <exception cref="ShapeException">There are neither one nor a pair of numbers for each axis.</exception>
public sealed class ConstantPad2d(ReadOnlySpan<int> padding, double value) : PaddingLayer(2, PadMode.Constant, padding, value)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad2d((int Left, int Right, int Top, int Bottom) padding, double value)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom], value) { }

    /// <summary>Creates the layer with one number for all sides.</summary>
    /// <param name="padding">The number; negative to crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad2d(int padding, double value) : this([padding], value) { }
}

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with one value.</summary>
/// <inheritdoc cref="ConstantPad2d" path="/param | /exception"/>
public sealed class ConstantPad3d(ReadOnlySpan<int> padding, double value) : PaddingLayer(3, PadMode.Constant, padding, value)
{
    /// <summary>Creates the layer from a tuple.</summary>
    /// <param name="padding">A pair for each axis, the innermost first; negative numbers crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad3d((int Left, int Right, int Top, int Bottom, int Front, int Back) padding, double value)
        : this([padding.Left, padding.Right, padding.Top, padding.Bottom, padding.Front, padding.Back], value) { }

    /// <summary>Creates the layer with one number for all sides.</summary>
    /// <param name="padding">The number; negative to crop.</param>
    /// <param name="value">The value.</param>
    public ConstantPad3d(int padding, double value) : this([padding], value) { }
}
