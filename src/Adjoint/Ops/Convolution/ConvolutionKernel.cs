namespace Adjoint.Ops;

/// <summary>Chooses how a face of a convolution is computed, with the bias and relu that its kernel applies on the way.</summary>
internal sealed record ConvolutionBinding(
    string Name, ConvolutionResult Result, ConvolutionGeometry Geometry, bool HasBias = false, bool Rectify = false) : IRealBinding
{
    public Kernel Bind<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        new ConvolutionKernel<T>(ConvolutionPlan.For<T>(Result, Geometry), HasBias, Rectify);
}

/// <summary>Runs the plan of a convolution.</summary>
internal sealed class ConvolutionKernel<T>(ConvolutionPlan plan, bool hasBias, bool rectify) : Kernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override string Choice => plan.ToString();

    public override unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        (Tensor a, Tensor b) = (x[0].Contiguous(), x[1].Contiguous());
        Tensor? bias = hasBias ? x[2].Contiguous() : null;
        fixed (T* pa = &a.ReadOnly<T>(), pb = &b.ReadOnly<T>(), pc = &Tensor.ReadOnlyOrNull<T>(bias), py = &y[0].Reference<T>())
            plan.Run(pa, pb, py, new ConvolutionFinish<T>(pc, rectify));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(bias);
    }

    internal override void AddScratch(ref ScratchSizes sizes) => plan.AddScratch(ref sizes);
}
