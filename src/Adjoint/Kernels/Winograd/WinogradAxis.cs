namespace Adjoint.Kernels;

/// <summary>One axis of a <see cref="WinogradShape"/>: output o reads source o - padding + tap * step.</summary>
internal readonly record struct WinogradAxis(int Source, int Output, int Padding, int Step)
{
    public static WinogradAxis OfForward(WindowAxis axis) => new(axis.Input, axis.Output, axis.PaddingBegin, axis.Dilation);

    public static WinogradAxis OfInputGradient(WindowAxis axis) =>
        new(axis.Output, axis.Input, ((axis.Kernel - 1) * axis.Dilation) - axis.PaddingBegin, axis.Dilation);

    public static WinogradAxis OfOutputGradient(WindowAxis axis) => new(axis.Output, axis.Output, 0, axis.Dilation);

    /// <summary>Tiles of a phase; a later one, which may be smaller by an output, has as many.</summary>
    public int Tiles(int outputs) => (Outputs(0) + outputs - 1) / outputs;

    /// <summary>Outputs of a phase.</summary>
    public int Outputs(int phase) => StepsTo(Output - phase);

    /// <summary>How many steps reach at least so far; none where that is not ahead.</summary>
    public int StepsTo(int distance) => distance <= 0 ? 0 : Step == 1 ? distance : (distance + Step - 1) / Step;
}
