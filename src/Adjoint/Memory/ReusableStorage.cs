using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Memory;

/// <summary>Memory that is used again by other tensors, as soon as it is known that nobody needs it.</summary>
internal abstract class ReusableStorage(long bytes) : Storage(bytes), IMemoryBlock
{
    private protected override IMemoryBlock OwnBlock => this;

    public long Owner { get; set; }

    public int Uses { get; set; }

    /// <summary>Whether somebody outside the library may write here at any time.</summary>
    public bool IsEscaped { get; private set; }

    public override void Escape() => IsEscaped = true;

    public void Release() => Dispose();

    [DoesNotReturn]
    private protected static void ThrowDisposed() => throw new AdjointException(
        "A tensor is read after it, or a tensor that shares its memory, was disposed, or a backward pass has freed the graph it "
        + "was read from. Dispose is never needed: drop that call, or pass retainGraph: true.");
}
