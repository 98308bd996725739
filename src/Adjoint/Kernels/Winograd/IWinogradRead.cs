using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>What <see cref="WinogradInput{T,TVector,TTile,TRead}"/> reads for a tile, and how it transforms it.</summary>
internal unsafe interface IWinogradRead
{
    /// <summary>Pixels a tile reads along an axis.</summary>
    static abstract int Pixels { get; }

    static abstract void Transform<T, TVector>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>;
}

/// <summary>The input of a convolution: neighbouring tiles share pixels.</summary>
internal readonly unsafe struct ReadInput<TTile> : IWinogradRead where TTile : struct, IWinogradTile
{
    public static int Pixels => TTile.Size;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<T, TVector>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => TTile.Input<T, TVector>(source, step, target, targetStep);
}

/// <summary>The gradient of its output: tiles share nothing.</summary>
internal readonly unsafe struct ReadOutputGradient<TTile> : IWinogradRead where TTile : struct, IWinogradTile
{
    public static int Pixels => TTile.Outputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<T, TVector>(T* source, nint step, T* target, nint targetStep)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => TTile.OutputGradient<T, TVector>(source, step, target, targetStep);
}
