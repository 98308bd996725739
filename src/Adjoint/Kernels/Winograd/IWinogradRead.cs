namespace Adjoint.Kernels;

/// <summary>What <see cref="WinogradInput{T,TVector,TTile,TRead}"/> reads for a tile.</summary>
internal interface IWinogradRead
{
    /// <summary>Whether it is the gradient of a convolution's output, of which tiles share nothing; else its input.</summary>
    static abstract bool IsGradient { get; }
}

internal readonly struct ReadInput : IWinogradRead { public static bool IsGradient => false; }

internal readonly struct ReadOutputGradient : IWinogradRead { public static bool IsGradient => true; }
