namespace Adjoint.Kernels;

/// <summary>Whether all hold, of bytes 0 and 1.</summary>
internal readonly struct AndReducer : IReducer<byte>
{
    public static byte Identity => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Combine(byte a, byte b) => (byte)(a & b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Combine(Vector512<byte> a, Vector512<byte> b) => a & b;
}

/// <summary>Whether any holds, of bytes 0 and 1.</summary>
internal readonly struct OrReducer : IReducer<byte>
{
    public static byte Identity => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Combine(byte a, byte b) => (byte)(a | b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Combine(Vector512<byte> a, Vector512<byte> b) => a | b;
}
