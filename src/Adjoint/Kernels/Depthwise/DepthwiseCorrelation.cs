namespace Adjoint.Kernels;

/// <summary>
/// A depthwise convolution, or its gradient of the input, with lanes along the channels: an item is a
/// <see cref="DepthwiseStrip{T,TVector}"/> of one image, from its copy to its results.
/// </summary>
internal static unsafe class DepthwiseCorrelation<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Pixels that make an item worth its dispatch.</summary>
    private const int ItemPixels = 400;

    /// <summary>Lines of at least this length fill registers by themselves; then transposing is slower for up to this many taps.</summary>
    private const int LongLine = 44, MaxTaps = 9;

    /// <summary>Planes a multiple of this apart fall into a few sets of the first-level cache: transposing takes twice the time.</summary>
    private const int PageBytes = 4096;

    /// <summary>Whether transposing the planes, so that channels are adjacent, is faster.</summary>
    public static bool IsFaster(in ConvolutionGeometry g)
    {
        if (g.Height.Stride > 1 || g.Width.Stride > 1) return true;
        bool isApart = g.InputPlane * sizeof(T) % PageBytes != 0 && g.OutputPlane * sizeof(T) % PageBytes != 0;
        return isApart && (g.Taps > MaxTaps || g.Width.Output < LongLine);
    }

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(ConvolutionResult result, in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        DepthwiseStrip<T, TVector> strip = Strip(result, in g);
        int blocks = (g.Channels + TVector.Lanes - 1) / TVector.Lanes;
        scratch.Take<T>(ScratchSlot.Weights, (long)blocks * (g.Taps + 1) * TVector.Lanes);
        scratch.TakeEach<T>(ScratchSlot.Planes, strip.Size, (long)g.Batch * blocks * strip.Count);
        scratch.TakeEach<T>(ScratchSlot.Item, strip.ResultSize, (long)g.Batch * blocks * strip.Count);
    }

    private static DepthwiseStrip<T, TVector> Strip(ConvolutionResult result, in ConvolutionGeometry g) =>
        result == ConvolutionResult.Input
            ? new(DepthwiseAxis.OfInputGradient(g.Height), DepthwiseAxis.OfInputGradient(g.Width))
            : new(DepthwiseAxis.OfForward(g.Height), DepthwiseAxis.OfForward(g.Width));

    /// <summary>The convolution from x, or the gradient of x from that of y; overwrites the target.</summary>
    public static void Run(
        ConvolutionResult result, in ConvolutionGeometry g, T* source, T* w, T* target, ConvolutionFinish<T> finish = default)
    {
        DepthwiseStrip<T, TVector> strip = Strip(result, in g);
        if (g.Batch == 0 || g.Channels == 0 || strip.Height.Target == 0 || strip.Width.Target == 0) return;
        int blocks = (g.Channels + TVector.Lanes - 1) / TVector.Lanes;
        int phases = strip.Height.Phases * strip.Width.Phases;
        int* order = Scratch.Take<int>(ScratchSlot.Offsets, (2L * g.Taps) + phases + 1), offsets = order + g.Taps;
        T* packed = Scratch.Take<T>(ScratchSlot.Weights, (long)blocks * (g.Taps + 1) * TVector.Lanes);
        var pack = new PackWeights(order, g.Taps, g.Channels, w, packed, finish);
        Tabulate(in strip, order, offsets, offsets + g.Taps);
        if ((long)g.Channels * g.Taps > ItemPixels * TVector.Lanes) WorkerPool.For(blocks, ref pack);
        else WorkerPool.Inline(blocks, ref pack);

        long pixels = (long)strip.Numbers * strip.Height.Phases * strip.Width.Target, items = (long)g.Batch * blocks * strip.Count;
        var strips = new Strips(strip, offsets, offsets + g.Taps, g.Channels, g.Taps, blocks, source, packed, target, finish);
        WorkerPool.ForRows(checked((int)items), (int)Math.Clamp(ItemPixels / pixels, 1, items), in strips);
    }

    /// <summary>The taps, phase by phase, where each is found, and where the phases start.</summary>
    private static void Tabulate(in DepthwiseStrip<T, TVector> strip, int* order, int* offsets, int* starts)
    {
        (DepthwiseAxis height, DepthwiseAxis width) = (strip.Height, strip.Width);
        int n = 0;
        for (int phase = 0; phase < height.Phases * width.Phases; phase++)
        {
            (int down, int along) = (phase / width.Phases, phase % width.Phases);
            starts[phase] = n;
            for (int tap = 0; tap < height.Taps * width.Taps; tap++)
            {
                (int i, int j) = (tap / width.Taps, tap % width.Taps);
                if (!height.Uses(down, i) || !width.Uses(along, j)) continue;
                order[n] = tap;
                offsets[n++] = strip.Offset(down, i, along, j);
            }
        }

        starts[height.Phases * width.Phases] = n;
    }

    /// <summary>The weights of as many channels as a register has lanes, tap by tap, and after them the biases.</summary>
    private readonly struct PackWeights(int* order, int taps, int allChannels, T* weights, T* target, ConvolutionFinish<T> finish) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int lanes = TVector.Lanes, channel = index * lanes, channels = Math.Min(lanes, allChannels - channel);
            T* packed = target + ((nint)index * (taps + 1) * lanes);
            new Span<T>(packed, (taps + 1) * lanes).Clear();
            for (int tap = 0; tap < taps; tap++)
            {
                T* weight = weights + ((nint)channel * taps) + order[tap];
                for (int lane = 0; lane < channels; lane++) packed[lane] = weight[(nint)lane * taps];
                packed += lanes;
            }

            for (int lane = 0; lane < channels; lane++) packed[lane] = finish.Bias(channel + lane);
        }
    }

    private readonly struct Strips(
        DepthwiseStrip<T, TVector> shape, int* offsets, int* starts, int allChannels, int taps, int blocks, T* images, T* weights,
        T* result, ConvolutionFinish<T> finish) : IRowWork
    {
        public void Row(int index)
        {
            (DepthwiseAxis height, DepthwiseAxis width) = (shape.Height, shape.Width);
            int strip = index % shape.Count, block = index / shape.Count % blocks, image = index / shape.Count / blocks;
            int channel = block * TVector.Lanes, channels = Math.Min(TVector.Lanes, allChannels - channel);
            nint plane = ((nint)image * allChannels) + channel, targetPlane = (nint)height.Target * width.Target;
            T* source = Scratch.Take<T>(ScratchSlot.Planes, shape.Size), results = Scratch.Take<T>(ScratchSlot.Item, shape.ResultSize);
            int first = strip * shape.Numbers * height.Phases;
            int lines = Math.Min(shape.Numbers * height.Phases, height.Target - first);
            T* target = result + (plane * targetPlane) + ((nint)first * width.Target);
            Prefetch.Rows(target, targetPlane, channels, lines * width.Target);
            shape.Fill(images + (plane * height.Source * width.Source), channels, strip, source);

            T* packed = weights + ((nint)block * (taps + 1) * TVector.Lanes);
            for (int line = 0; line < lines; line++)
            {
                // Lines in ascending order: what one computes beyond its end is overwritten by the next.
                for (int along = 0; along < width.Phases; along++)
                {
                    int* start = starts + (line % height.Phases * width.Phases) + along;
                    Line(
                        source + (line / height.Phases * height.Step * shape.Pitch), offsets + *start, packed + (*start * TVector.Lanes),
                        start[1] - *start, results + ((((nint)line * width.Target) + along) * TVector.Lanes), width.Count(along),
                        packed + (taps * TVector.Lanes));
                }
            }

            Transposition.Run(results, TVector.Lanes, lines * width.Target, channels, target, targetPlane);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Line(T* source, int* offsets, T* weights, int taps, T* results, int count, T* biases)
        {
            nint step = shape.Width.Step * TVector.Lanes, put = shape.Width.Phases * TVector.Lanes;
            TVector bias = TVector.Load(biases);
            for (int x = 0; x < count; x += DepthwiseStrip<T, TVector>.Pixels)
            {
                TVector c0 = TVector.Zero, c1 = TVector.Zero, c2 = TVector.Zero, c3 = TVector.Zero;
                TVector c4 = TVector.Zero, c5 = TVector.Zero, c6 = TVector.Zero, c7 = TVector.Zero;
                for (int p = 0; p < taps; p++)
                {
                    TVector weight = TVector.Load(weights + (p * TVector.Lanes));
                    T* at = source + offsets[p], next = at + (4 * step);
                    c0 = TVector.MultiplyAdd(weight, TVector.Load(at), c0);
                    c1 = TVector.MultiplyAdd(weight, TVector.Load(at + step), c1);
                    c2 = TVector.MultiplyAdd(weight, TVector.Load(at + (2 * step)), c2);
                    c3 = TVector.MultiplyAdd(weight, TVector.Load(next - step), c3);
                    c4 = TVector.MultiplyAdd(weight, TVector.Load(next), c4);
                    c5 = TVector.MultiplyAdd(weight, TVector.Load(next + step), c5);
                    c6 = TVector.MultiplyAdd(weight, TVector.Load(next + (2 * step)), c6);
                    c7 = TVector.MultiplyAdd(weight, TVector.Load(next + (3 * step)), c7);
                }

                TVector.Store(finish.Apply(c0, bias), results);
                TVector.Store(finish.Apply(c1, bias), results + put);
                TVector.Store(finish.Apply(c2, bias), results + (2 * put));
                TVector.Store(finish.Apply(c3, bias), results + (3 * put));
                results += 4 * put;
                TVector.Store(finish.Apply(c4, bias), results);
                TVector.Store(finish.Apply(c5, bias), results + put);
                TVector.Store(finish.Apply(c6, bias), results + (2 * put));
                TVector.Store(finish.Apply(c7, bias), results + (3 * put));
                results += 4 * put;
                source += DepthwiseStrip<T, TVector>.Pixels * step;
            }
        }
    }
}
