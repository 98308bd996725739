namespace Adjoint.Core;

/// <summary>An operation without a derivative: its results are truth values or integers, or depend on no real number.</summary>
internal abstract record NondifferentiableOp : Op
{
    public sealed override Keep Keeps => Keep.Shapes;

    public sealed override void Pull(Pullback p) { }
}
