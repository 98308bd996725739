namespace Adjoint.Core;

/// <summary>
/// Hands tensors to the elementwise kernel: their memory, and their strides where they are no plain row. Never inlined: the
/// strides are some hundred bytes on the stack, which those who call it for large tensors would clear for numbers too.
/// </summary>
internal static unsafe class PointwiseRun
{
    /// <summary>Up to here a contiguous operation is one call on the whole row, without blocks or threads.</summary>
    public const int InlineCount = 4096;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Unary<TX, TY, TMap>(Tensor x, Tensor y, TMap map)
        where TX : unmanaged
        where TY : unmanaged
        where TMap : struct, IRowMap<TX, byte, byte, TY>
    {
        fixed (TX* a = &x.ReadOnly<TX>())
        fixed (TY* r = &y.Reference<TY>())
            Elementwise.Run<TX, byte, byte, TY, TMap>(Operand(x, a), default, default, r, y.Numel, map);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Binary<TX, TY, TMap>(Tensor x0, Tensor x1, Tensor y, TMap map)
        where TX : unmanaged
        where TY : unmanaged
        where TMap : struct, IRowMap<TX, TX, byte, TY>
    {
        fixed (TX* a = &x0.ReadOnly<TX>())
        fixed (TX* b = &x1.ReadOnly<TX>())
        fixed (TY* r = &y.Reference<TY>())
            Elementwise.Run<TX, TX, byte, TY, TMap>(Operand(x0, a), Operand(x1, b), default, r, y.Numel, map);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Ternary<TX, TY, TMap>(Tensor x0, Tensor x1, Tensor x2, Tensor y, TMap map)
        where TX : unmanaged
        where TY : unmanaged
        where TMap : struct, IRowMap<TX, TY, TY, TY>
    {
        fixed (TX* a = &x0.ReadOnly<TX>())
        fixed (TY* b = &x1.ReadOnly<TY>())
        fixed (TY* c = &x2.ReadOnly<TY>())
        fixed (TY* r = &y.Reference<TY>())
            Elementwise.Run<TX, TY, TY, TY, TMap>(Operand(x0, a), Operand(x1, b), Operand(x2, c), r, y.Numel, map);
    }

    private static Operand<T> Operand<T>(Tensor x, T* pointer) where T : unmanaged =>
        new(pointer, x.IsContiguous ? null : new StridedLayout(x.Shape, x.Strides));
}
