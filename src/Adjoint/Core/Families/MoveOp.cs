namespace Adjoint.Core;

/// <summary>A linear operation that only moves elements: no arithmetic, and half precision as it is.</summary>
internal abstract record MoveOp : LinearOp
{
    internal sealed override bool TakesHalf => true;

    public sealed override Work? Work(Call call) => Core.Work.None;
}
