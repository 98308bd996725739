namespace Adjoint.Kernels;

/// <summary>
/// Some lines of as many channels of an image as a register has lanes, the channels of a pixel adjacent, with zeros around the image: every
/// tap of a depthwise convolution then is one register at a constant distance, whatever the stride.
/// </summary>
internal readonly unsafe struct DepthwiseStrip<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Most bytes of a strip, so that it stays with its results in the second-level cache.</summary>
    private const int Bytes = 96 * 1024;

    /// <summary>Pixels computed at once: enough to hide the latency of multiply-adds.</summary>
    public const int Pixels = 8;

    public DepthwiseStrip(DepthwiseAxis height, DepthwiseAxis width)
    {
        (Height, Width) = (height, width);
        Pitch = (nint)width.Extent(width.Count()) * TVector.Lanes;
        int numbers = height.Count();
        long first = Pitch * sizeof(T) * (height.High - height.Low + 1);
        Numbers = (int)Math.Clamp((Bytes - first) / (Pitch * sizeof(T) * height.Step), 1, Math.Max(1, numbers));

        // Equal shares, at most as large as allowed.
        Count = (numbers + Numbers - 1) / Numbers;
        if (Count > 0) Numbers = (numbers + Count - 1) / Count;
    }

    public DepthwiseAxis Height { get; }

    public DepthwiseAxis Width { get; }

    /// <summary>Elements from one line to the next.</summary>
    public nint Pitch { get; }

    /// <summary>Results of a phase down a strip, and how many strips an image takes.</summary>
    public int Numbers { get; }

    /// <inheritdoc cref="Numbers"/>
    public int Count { get; }

    /// <summary>Elements of a strip, with what is read beyond its end by pixels that are dropped.</summary>
    public nint Size => (Height.Extent(Numbers) * Pitch) + (Pixels * Width.Step * TVector.Lanes);

    /// <summary>Elements of its results, pixel by pixel, with what is written beyond their end.</summary>
    public nint ResultSize => (((nint)Numbers * Height.Phases * Width.Target) + (Pixels * Width.Phases)) * TVector.Lanes;

    /// <summary>The distance at which number 0 of a phase finds what it reads with a tap.</summary>
    public int Offset(int heightPhase, int heightTap, int widthPhase, int widthTap) => checked((int)(
        ((Height.Place(heightPhase, heightTap) - Height.Low) * Pitch)
        + ((Width.Place(widthPhase, widthTap) - Width.Low) * TVector.Lanes)));

    /// <summary>Copies some channels of an image, from a strip's first line on.</summary>
    public void Fill(T* image, int channels, int strip, T* target)
    {
        int lanes = TVector.Lanes, first = Math.Max(0, Width.Low);
        int before = Math.Max(0, -Width.Low), columns = (int)(Pitch / lanes);
        int count = Math.Clamp(columns - before, 0, Math.Max(0, Width.Source - first));
        nint plane = (nint)Height.Source * Width.Source;
        int line = (strip * Numbers * Height.Step) + Height.Low;
        int lines = Height.Extent(Math.Min(Numbers, Height.Count() - (strip * Numbers)));
        for (int end = line + lines; line < end; line++)
        {
            if (line < 0 || line >= Height.Source || count == 0)
            {
                Clear(target, columns);
            }
            else
            {
                Clear(target, before);
                Transposition.Run(image + ((nint)line * Width.Source) + first, plane, channels, count, target + (before * lanes), lanes);
                Clear(target + ((before + count) * lanes), columns - before - count);
            }

            target += Pitch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(T* target, int pixels)
    {
        for (int i = 0; i < pixels; i++) TVector.Store(TVector.Zero, target + (i * TVector.Lanes));
    }
}
