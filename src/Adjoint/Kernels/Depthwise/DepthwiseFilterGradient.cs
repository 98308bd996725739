namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights of a depthwise convolution, with lanes along the channels: each weight is a sum of
/// products of two registers, many weights at once. An item is some of the <see cref="DepthwiseStrip{T,TVector}"/>s of
/// all images, a share that depends on the shape only; the sums of items are added in order.
/// </summary>
internal static unsafe class DepthwiseFilterGradient<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Lines of at least this length fill registers by themselves; then transposing is slower for up to this many taps.</summary>
    private const int LongLine = 52, MaxTaps = 9;

    /// <summary>Whether transposing the planes, so that channels are adjacent, is faster.</summary>
    public static bool IsFaster(in ConvolutionGeometry g) =>
        g.Height.Stride > 1 || g.Width.Stride > 1 || g.Taps > MaxTaps || g.Width.Output < LongLine;

    /// <summary>Items that are enough for any number of threads.</summary>
    private const int TargetItems = 24;

    /// <summary>Taps summed at once, whose sums stay in registers.</summary>
    private const int TapsTogether = 10;

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        if (g.Channels == 0) return;
        var strip = new DepthwiseStrip<T, TVector>(DepthwiseAxis.OfForward(g.Height), DepthwiseAxis.OfForward(g.Width));
        int units = checked(g.Batch * strip.Count);
        if (units == 0 || g.OutputPlane == 0)
        {
            new Span<T>(gw, g.Channels * g.Taps).Clear();
            return;
        }

        int blocks = (g.Channels + TVector.Lanes - 1) / TVector.Lanes, splits = Splits(blocks, units);
        int* offsets = Scratch.Take<int>(ScratchSlot.Offsets, Rounded(g.Taps));
        for (int tap = 0; tap < Rounded(g.Taps); tap++)
        {
            // Taps beyond the last repeat one, and their sums are dropped.
            int known = Math.Min(tap, g.Taps - 1);
            offsets[tap] = strip.Offset(0, known / g.Width.Kernel, 0, known % g.Width.Kernel);
        }

        var sum = new Sum(
            strip, offsets, g.Channels, g.Taps, blocks, splits, units, x, gy, gw,
            Scratch.Take<T>(ScratchSlot.Partials, (long)splits * blocks * Rounded(g.Taps) * TVector.Lanes));
        WorkerPool.For(blocks * splits, ref sum);
        sum.Finish();
    }

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        var strip = new DepthwiseStrip<T, TVector>(DepthwiseAxis.OfForward(g.Height), DepthwiseAxis.OfForward(g.Width));
        int units = checked(g.Batch * strip.Count), blocks = (g.Channels + TVector.Lanes - 1) / TVector.Lanes;
        if (units == 0) return;
        int splits = Splits(blocks, units);
        scratch.TakeEach<T>(ScratchSlot.Planes, strip.Size, blocks * splits);
        scratch.TakeEach<T>(ScratchSlot.Item, strip.ResultSize, blocks * splits);
        scratch.Take<T>(ScratchSlot.Partials, (long)splits * blocks * Rounded(g.Taps) * TVector.Lanes);
    }

    private static int Splits(int blocks, int units) => Math.Clamp((TargetItems + blocks - 1) / blocks, 1, units);

    private static int Rounded(int taps) => (taps + TapsTogether - 1) / TapsTogether * TapsTogether;

    private readonly struct Sum(
        DepthwiseStrip<T, TVector> shape, int* offsets, int allChannels, int taps, int blocks, int splits, int units, T* images,
        T* gradients, T* gw, T* partials) : IWork
    {
        private int SumSize => Rounded(taps) * TVector.Lanes;

        public void Do(int index)
        {
            (DepthwiseAxis height, DepthwiseAxis width) = (shape.Height, shape.Width);
            int block = index % blocks, split = index / blocks;
            int channel = block * TVector.Lanes, channels = Math.Min(TVector.Lanes, allChannels - channel);
            T* x = Scratch.Take<T>(ScratchSlot.Planes, shape.Size), gy = Scratch.Take<T>(ScratchSlot.Item, shape.ResultSize);
            T* sums = partials + ((nint)index * SumSize);
            new Span<T>(sums, SumSize).Clear();
            int end = (int)((long)units * (split + 1) / splits);
            for (int unit = (int)((long)units * split / splits); unit < end; unit++)
            {
                int image = unit / shape.Count, strip = unit % shape.Count;
                nint plane = ((nint)image * allChannels) + channel, gradientPlane = (nint)height.Target * width.Target;
                int first = strip * shape.Numbers, lines = Math.Min(shape.Numbers, height.Target - first);
                shape.Fill(images + (plane * height.Source * width.Source), channels, strip, x);
                Transposition.Run(
                    gradients + (plane * gradientPlane) + ((nint)first * width.Target), gradientPlane, channels, lines * width.Target,
                    gy, TVector.Lanes);
                for (int tap = 0; tap < taps; tap += TapsTogether) Add(lines, offsets + tap, x, gy, sums + (tap * TVector.Lanes));
            }
        }

        /// <summary>Adds to the sums of a few taps what a strip gives. Its own sums are short chains, for the sake of rounding.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Add(int lines, int* offsets, T* x, T* gy, T* sums)
        {
            TVector c0 = TVector.Zero, c1 = TVector.Zero, c2 = TVector.Zero, c3 = TVector.Zero, c4 = TVector.Zero;
            TVector c5 = TVector.Zero, c6 = TVector.Zero, c7 = TVector.Zero, c8 = TVector.Zero, c9 = TVector.Zero;
            nint o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];
            nint o5 = offsets[5], o6 = offsets[6], o7 = offsets[7], o8 = offsets[8], o9 = offsets[9];
            nint step = shape.Width.Step * TVector.Lanes, pitch = shape.Height.Step * shape.Pitch;
            int width = shape.Width.Target;
            for (int y = 0; y < lines; y++)
            {
                T* at = x + (y * pitch);
                for (int i = 0; i < width; i++)
                {
                    TVector gradient = TVector.Load(gy);
                    c0 = TVector.MultiplyAdd(gradient, TVector.Load(at + o0), c0);
                    c1 = TVector.MultiplyAdd(gradient, TVector.Load(at + o1), c1);
                    c2 = TVector.MultiplyAdd(gradient, TVector.Load(at + o2), c2);
                    c3 = TVector.MultiplyAdd(gradient, TVector.Load(at + o3), c3);
                    c4 = TVector.MultiplyAdd(gradient, TVector.Load(at + o4), c4);
                    c5 = TVector.MultiplyAdd(gradient, TVector.Load(at + o5), c5);
                    c6 = TVector.MultiplyAdd(gradient, TVector.Load(at + o6), c6);
                    c7 = TVector.MultiplyAdd(gradient, TVector.Load(at + o7), c7);
                    c8 = TVector.MultiplyAdd(gradient, TVector.Load(at + o8), c8);
                    c9 = TVector.MultiplyAdd(gradient, TVector.Load(at + o9), c9);
                    gy += TVector.Lanes;
                    at += step;
                }
            }

            Add(c0, c1, c2, c3, c4, sums);
            Add(c5, c6, c7, c8, c9, sums + (5 * TVector.Lanes));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(TVector c0, TVector c1, TVector c2, TVector c3, TVector c4, T* sums)
        {
            int lanes = TVector.Lanes;
            TVector.Store(TVector.Add(TVector.Load(sums), c0), sums);
            TVector.Store(TVector.Add(TVector.Load(sums + lanes), c1), sums + lanes);
            TVector.Store(TVector.Add(TVector.Load(sums + (2 * lanes)), c2), sums + (2 * lanes));
            TVector.Store(TVector.Add(TVector.Load(sums + (3 * lanes)), c3), sums + (3 * lanes));
            TVector.Store(TVector.Add(TVector.Load(sums + (4 * lanes)), c4), sums + (4 * lanes));
        }

        /// <summary>Adds up the sums of the items, and turns them into weights.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Finish()
        {
            for (int block = 0; block < blocks; block++)
            {
                T* total = partials + ((nint)block * SumSize);
                Partials<T, TVector>.AddUp(total, taps * TVector.Lanes, splits, (nint)blocks * SumSize);
                int channel = block * TVector.Lanes;
                Transposition.Run(
                    total, TVector.Lanes, taps, Math.Min(TVector.Lanes, allChannels - channel), gw + ((nint)channel * taps), taps);
            }
        }
    }
}
