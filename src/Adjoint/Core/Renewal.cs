namespace Adjoint.Core;

/// <summary>
/// A tensor after a change in place within a capture that is not recorded: inputs are the tensor and its new value. The result
/// is the value, and the gradient goes to the tensor, as it does where the memory itself is changed.
/// </summary>
internal sealed record Renewal : Op
{
    public static readonly Renewal Op = new();

    public override Keep Keeps => Keep.Shapes;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        return x[1];
    }

    public override void Pull(Pullback p) => p.Give(0, p.Gradient());

    protected internal override Op? OnBatch(int size) => this;

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => results[0].Overwrite(inputs[1]));

    internal override bool TakesHalf => true;

    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        return x[1].Detach();
    }
}
