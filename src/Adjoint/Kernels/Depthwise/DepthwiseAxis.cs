namespace Adjoint.Kernels;

/// <summary>
/// One axis of a depthwise convolution or of its gradient of the input. Results of one remainder modulo <see cref="Phases"/>, a phase, use
/// the same taps: number j of a phase reads source j * <see cref="Step"/> + Place(phase, tap), and zero where that is outside.
/// </summary>
internal readonly struct DepthwiseAxis
{
    private readonly WindowAxis axis;
    private readonly bool isGradient;

    private DepthwiseAxis(WindowAxis axis, bool isGradient)
    {
        this.axis = axis;
        this.isGradient = isGradient;
        (Low, High) = (int.MaxValue, int.MinValue);
        for (int phase = 0; phase < Phases; phase++)
        {
            for (int tap = 0; tap < axis.Kernel; tap++)
            {
                if (!Uses(phase, tap)) continue;
                Low = Math.Min(Low, Place(phase, tap));
                High = Math.Max(High, Place(phase, tap));
            }
        }
    }

    /// <summary>Size of what is read.</summary>
    public int Source => isGradient ? axis.Output : axis.Input;

    /// <summary>Size of the result.</summary>
    public int Target => isGradient ? axis.Input : axis.Output;

    /// <summary>Taps of the kernel.</summary>
    public int Taps => axis.Kernel;

    /// <summary>How far neighbours in a phase are apart in the source, and in the result.</summary>
    public int Step => isGradient ? 1 : axis.Stride;

    /// <inheritdoc cref="Step"/>
    public int Phases => isGradient ? axis.Stride : 1;

    /// <summary>The first place that number 0 of any phase reads, and the last.</summary>
    public int Low { get; }

    /// <inheritdoc cref="Low"/>
    public int High { get; }

    /// <summary>The convolution itself.</summary>
    public static DepthwiseAxis OfForward(WindowAxis axis) => new(axis, isGradient: false);

    /// <summary>The gradient of the input.</summary>
    public static DepthwiseAxis OfInputGradient(WindowAxis axis) => new(axis, isGradient: true);

    /// <summary>Numbers of the first phase, the longest, or of another.</summary>
    public int Count(int phase = 0) => Target <= phase ? 0 : ((Target - 1 - phase) / Phases) + 1;

    /// <summary>How much of the source the given number of consecutive results reads.</summary>
    public int Extent(int count) => ((count - 1) * Step) + High - Low + 1;

    /// <summary>Whether results of a phase use a tap.</summary>
    public bool Uses(int phase, int tap) => !isGradient || Distance(phase, tap) % axis.Stride == 0;

    /// <summary>What number 0 of a phase reads with a tap that it uses.</summary>
    public int Place(int phase, int tap) => isGradient ? Distance(phase, tap) / axis.Stride : -Distance(phase, tap);

    private int Distance(int phase, int tap) => phase + axis.PaddingBegin - (tap * axis.Dilation);
}
