using Adjoint.Ops;

namespace Adjoint;

public static partial class Fourier
{
    /// <summary>What the windows of an inverse short-time transform must at least add up to.</summary>
    private const double LeastCover = 1e-11;

    /// <summary>The short-time Fourier transform: spectra of pieces of a signal, each weighted by a window.</summary>
    /// <param name="input">Real signals [.., length].</param>
    /// <param name="nFft">Length of a piece.</param>
    /// <param name="hopLength">Distance between the beginnings of neighbouring pieces; nFft/4 if null.</param>
    /// <param name="winLength">Length of the window, which is put into the middle of a piece; nFft if null.</param>
    /// <param name="window">The window [winLength]; ones if null.</param>
    /// <param name="center">Whether pieces are centred at their place, so that the signal is padded by nFft/2 at both ends.</param>
    /// <param name="padMode">How it is padded.</param>
    /// <param name="normalized">Whether the result is divided by √nFft.</param>
    /// <param name="onesided">Whether only the half of the spectrum is given that tells the other.</param>
    /// <returns>Pairs [.., frequencies, pieces, 2], with nFft/2 + 1 or nFft frequencies.</returns>
    /// <exception cref="ShapeException">Lengths do not fit.</exception>
    public static Tensor Stft(
        Tensor input, int nFft, int? hopLength = null, int? winLength = null, Tensor? window = null, bool center = true,
        PadMode padMode = PadMode.Reflect, bool normalized = false, bool onesided = true)
    {
        Tensor signal = Real("Stft", input);
        int hop = CheckLengths("Stft", nFft, hopLength, winLength, window);
        if (center) signal = Padded(signal, nFft / 2, padMode);
        if (signal.Shape[^1] < nFft)
            throw new ShapeException($"Stft: a piece of {nFft} does not fit into a signal {input.Shape}{(center ? ", padded" : "")}.");
        Tensor pieces = Engine.Apply(new Frames(nFft, hop), signal);
        if (Weights(window, nFft, winLength, signal.DType) is { } weights) pieces *= weights;
        FftNorm norm = normalized ? FftNorm.Ortho : FftNorm.Backward;
        Tensor y = onesided
            ? RealAlong("Stft", pieces, null, -1, norm)
            : Along("Stft", ComplexPairs.Of(pieces), null, -1, norm, false);
        return y.Transpose(-3, -2).In(input);
    }

    /// <summary>The inverse of <see cref="Stft"/>: pieces added up where they lie, by the sum of the squares of their windows.</summary>
    /// <param name="input">Pairs [.., frequencies, pieces, 2].</param>
    /// <param name="nFft">Length of a piece.</param>
    /// <param name="hopLength">Distance between the beginnings of neighbouring pieces; nFft/4 if null.</param>
    /// <param name="winLength">Length of the window; nFft if null.</param>
    /// <param name="window">The window [winLength]; ones if null.</param>
    /// <param name="center">Whether pieces are centred at their place, so that nFft/2 is cut from both ends.</param>
    /// <param name="normalized">Whether the transform was divided by √nFft.</param>
    /// <param name="onesided">Whether it is half a spectrum; by the number of frequencies if null.</param>
    /// <param name="length">Length of the signal, which is cut or padded with zeros; what the pieces give if null.</param>
    /// <returns>Real signals [.., length].</returns>
    /// <exception cref="ShapeException">Lengths do not fit, or windows leave a place without any weight.</exception>
    public static Tensor Istft(
        Tensor input, int nFft, int? hopLength = null, int? winLength = null, Tensor? window = null, bool center = true,
        bool normalized = false, bool? onesided = null, int? length = null)
    {
        Tensor spectra = Pairs("Istft", input);
        int hop = CheckLengths("Istft", nFft, hopLength, winLength, window);
        if (spectra.Rank < 3) throw new ShapeException($"Istft: takes pairs [.., frequencies, pieces, 2], not {input.Shape}.");
        bool half = onesided ?? spectra.Shape[^3] != nFft;
        int expected = half ? (nFft / 2) + 1 : nFft;
        int count = spectra.Shape[^2];
        if (spectra.Shape[^3] != expected || count == 0)
            throw new ShapeException($"Istft: takes pairs [.., {expected}, pieces, 2] with at least one piece, not {input.Shape}.");
        spectra = spectra.Transpose(-3, -2);
        FftNorm norm = normalized ? FftNorm.Ortho : FftNorm.Backward;
        // Of a whole spectrum half is read, as PyTorch does.
        Tensor pieces = HermitianAlong("Istft", half ? spectra : spectra.Narrow(-2, 0, (nFft / 2) + 1), nFft, -1, norm, true);
        Tensor weights = Weights(window, nFft, winLength, pieces.DType) ?? Tensor.Ones([nFft], pieces.DType);
        int total = nFft + (hop * (count - 1));
        var join = new OverlapAdd(total, hop);
        Tensor signal = Engine.Apply(join, pieces * weights);
        Tensor cover = Engine.Apply(join, weights.Square().ExpandTo([count, nFft]));
        int start = center ? nFft / 2 : 0;
        int end = Math.Min(total, length is { } wanted ? start + wanted : center ? total - (nFft / 2) : total);
        if (end <= start) throw new ShapeException($"Istft: {count} pieces of {nFft} leave nothing between places {start} and {end}.");
        (signal, cover) = (signal.Narrow(-1, start, end - start), cover.Narrow(-1, start, end - start));
        CheckCover(cover);
        Tensor y = signal / cover;
        if (length > end - start)
            y = Tensor.Concat([y, Tensor.Zeros(y.Shape.With(y.Rank - 1, length.Value - (end - start)), y.DType)], -1);
        return y.In(input);
    }

    private static int CheckLengths(string operation, int nFft, int? hopLength, int? winLength, Tensor? window)
    {
        int hop = hopLength ?? (nFft / 4);
        int size = winLength ?? nFft;
        if (nFft < 1 || hop < 1 || size < 1 || size > nFft)
            throw new ShapeException(
                $"{operation}: pieces of {nFft}, a hop of {hop} and a window of {size}: "
                + "all are at least 1, and the window is not longer than a piece.");
        if (window is not null && window.Shape != [size])
            throw new ShapeException($"{operation}: the window has shape {window.Shape}, not [{size}].");
        return hop;
    }

    /// <summary>The window in the middle of zeros; null for ones.</summary>
    private static Tensor? Weights(Tensor? window, int nFft, int? winLength, DType dtype)
    {
        int size = winLength ?? nFft;
        if (window is null && size == nFft) return null;
        Tensor weights = (window ?? Tensor.Ones([size], dtype)).To(dtype);
        int before = (nFft - size) / 2;
        return size == nFft ? weights : weights.Pad([before, nFft - size - before]);
    }

    private static Tensor Padded(Tensor input, int by, PadMode mode)
    {
        if (mode == PadMode.Reflect && by >= input.Shape[^1])
            throw new ShapeException(
                $"Stft: a signal {input.Shape} is too short to be reflected by {by}; use shorter pieces, or another padding.");
        return input.Pad([by, by], mode);
    }

    private static void CheckCover(Tensor cover)
    {
        if (cover.IsSymbolic) return;
        double least = cover.Detach().Abs().Min().Item();
        if (!(least > LeastCover))
            throw new ShapeException(
                "Istft: the windows leave a place without weight. Use a shorter hop, or center: true where a window is zero at its ends.");
    }
}
