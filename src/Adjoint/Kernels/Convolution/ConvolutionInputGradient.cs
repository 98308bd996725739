namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the input, gathered: input i takes gy[(i + padding - k * dilation) / stride] · w[k] from the taps
/// for which that divides. Inputs of one phase i mod stride use the same taps, so each phase is a <see
/// cref="Correlation{T,TVector}"/> of stride 1 over the gradient of the output; rows are channels.
/// </summary>
internal static unsafe class ConvolutionInputGradient<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        scratch.Take<T>(ScratchSlot.Weights, g.Groups * Correlation<T, TVector>.PackedSize(g.GroupChannels, g.GroupFilters * g.Taps));
        scratch.TakeEach<T>(ScratchSlot.Planes, PlanesOf(in g).Size(g.GroupFilters), g.AreImages ? g.Batch * g.Groups : 1);
        if (Alternates(in g)) scratch.TakeEach<T>(ScratchSlot.Item, ApartSize(in g), g.AreImages ? g.Batch * g.Groups : 1);
    }

    public static void Run(in ConvolutionGeometry g, T* gy, T* w, T* gx)
    {
        if (g.Batch == 0 || g.Channels == 0 || g.InputPlane == 0) return;
        Planes<T> planes = PlanesOf(in g);

        int* offsets = Scratch.Take<int>(ScratchSlot.Offsets, (g.GroupFilters + 1L) * g.Taps);
        int* taps = offsets + ((nint)g.GroupFilters * g.Taps);
        nint size = g.Groups * Correlation<T, TVector>.PackedSize(g.GroupChannels, g.GroupFilters * g.Taps);
        T* packed = Scratch.Take<T>(ScratchSlot.Weights, size);
        var images = new Images(g, planes, gy, gx, packed, offsets);
        int panels = (g.GroupChannels + TVector.Rows - 1) / TVector.Rows;
        for (int i = 0; i < Phases(in g); i++)
        {
            var phase = new Phase(in g, i);
            phase.Tabulate(in g, in planes, taps, offsets);
            var pack = new PackWeights(g, phase, taps, w, packed, panels);
            WorkerPool.For(g.Groups * panels, ref pack);
            int depth = g.GroupFilters * phase.Taps;
            offsets += depth;
            packed += g.Groups * Correlation<T, TVector>.PackedSize(g.GroupChannels, depth);
        }

        // Groups are images of their own: those of one image follow one another.
        int count = checked(g.Batch * g.Groups);
        if (g.AreImages) WorkerPool.For(count, ref images);
        else WorkerPool.Inline(count, ref images);
    }

    /// <summary>Whether a line has two phases, which are interleaved at the end: every second pixel is slow to write.</summary>
    private static bool Alternates(in ConvolutionGeometry g) => g.Width.Stride == 2;

    /// <summary>Elements of two such phases of all channels of a group.</summary>
    private static nint ApartSize(in ConvolutionGeometry g) =>
        (nint)g.GroupChannels * Phase.Count(g.Depth, 0) * Phase.Count(g.Height, 0) * g.Width.Input;

    private static Planes<T> PlanesOf(in ConvolutionGeometry g) =>
        new(PlaneAxis.OfGradient(g.Depth), PlaneAxis.OfGradient(g.Height), PlaneAxis.OfGradient(g.Width));

    private static int Phases(in ConvolutionGeometry g) => g.Depth.Stride * g.Height.Stride * g.Width.Stride;

    private readonly struct PackWeights(ConvolutionGeometry geometry, Phase phase, int* usedTaps, T* weights, T* packed, int panels) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            int group = index / panels, row = index % panels * TVector.Rows;
            int channels = geometry.GroupChannels, filters = geometry.GroupFilters, taps = geometry.Taps;
            int rows = Math.Min(TVector.Rows, channels - row);
            int height = RegisterTile<T, TVector, ScatteredRight<T>>.Height(rows);
            int depth = filters * phase.Taps;
            T* target = packed + (group * Correlation<T, TVector>.PackedSize(channels, depth)) + ((nint)row * depth);
            for (int f = 0; f < filters; f++)
            {
                T* source = weights + ((((nint)((group * filters) + f) * channels) + row) * taps);
                if (phase.Taps == taps)
                {
                    Panel.Pack(source, taps, 1, rows, height, taps, target);
                    target += taps * height;
                    continue;
                }

                for (int n = 0; n < phase.Taps; n++)
                {
                    T* tap = source + usedTaps[n];
                    for (int i = 0; i < rows; i++) target[i] = tap[(nint)i * taps];
                    for (int i = rows; i < height; i++) target[i] = T.Zero;
                    target += height;
                }
            }
        }
    }

    private readonly struct Images(ConvolutionGeometry geometry, Planes<T> layout, T* gy, T* gx, T* weights, int* allOffsets) : IWork
    {
        public void Do(int index)
        {
            ConvolutionGeometry g = geometry;
            int group = index % g.Groups;
            T* planes = Scratch.Take<T>(ScratchSlot.Planes, layout.Size(g.GroupFilters));
            layout.Fill(gy + (index * g.GroupFilters * g.OutputPlane), g.GroupFilters, planes);

            int* offsets = allOffsets;
            T* packed = weights;
            T* apart = Alternates(in g) ? Scratch.Take<T>(ScratchSlot.Item, ApartSize(in g)) : null, next = apart;
            for (int i = 0; i < Phases(in g); i++)
            {
                var phase = new Phase(in g, i);
                int depth = g.GroupFilters * phase.Taps;
                nint size = Correlation<T, TVector>.PackedSize(g.GroupChannels, depth);
                var image = new Correlation<T, TVector>
                {
                    Rows = g.GroupChannels,
                    Depth = depth,
                    Weights = packed + (group * size),
                    Offsets = offsets,
                    Planes = planes,
                    DepthPitch = layout.DepthPitch,
                    Pitch = layout.Pitch,
                    Output = gx + (index * g.GroupChannels * g.InputPlane) + phase.First(in g),
                    OutputRow = g.InputPlane,
                    OutputDepth = (nint)g.Depth.Stride * g.Height.Input * g.Width.Input,
                    OutputHeight = (nint)g.Height.Stride * g.Width.Input,
                    OutputWidth = g.Width.Stride,
                    DepthCount = Phase.Count(g.Depth, phase.Depth),
                    HeightCount = Phase.Count(g.Height, phase.Height),
                    WidthCount = Phase.Count(g.Width, phase.Width),
                };
                if (apart is not null)
                {
                    image.Output = next;
                    (image.OutputHeight, image.OutputWidth) = (image.WidthCount, 1);
                    image.OutputDepth = (nint)image.HeightCount * image.WidthCount;
                    image.OutputRow = image.DepthCount * image.OutputDepth;
                    next += g.GroupChannels * image.OutputRow;
                }

                image.Run();
                offsets += depth;
                packed += g.Groups * size;
                if (apart is not null && phase.Width == 1)
                {
                    var lines = new Alternation(g, phase, apart, image.Output, gx + (index * g.GroupChannels * g.InputPlane));
                    WorkerPool.For(g.GroupChannels, ref lines);
                    next = apart;
                }
            }
        }
    }

    /// <summary>Puts the lines of two phases, which differ in the remainder along the width, into their places; by channels.</summary>
    private readonly struct Alternation(ConvolutionGeometry geometry, Phase phase, T* evenLines, T* oddLines, T* result) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            (WindowAxis depth, WindowAxis height) = (geometry.Depth, geometry.Height);
            int width = geometry.Width.Input, first = (width + 1) / 2, second = width / 2;
            int depths = Phase.Count(depth, phase.Depth), heights = Phase.Count(height, phase.Height);
            T* evens = evenLines + ((nint)index * depths * heights * first), odds = oddLines + ((nint)index * depths * heights * second);
            T* gx = result + (index * geometry.InputPlane);
            for (int z = 0; z < depths; z++)
            {
                nint slice = (nint)((z * depth.Stride) + phase.Depth) * height.Input;
                for (int y = 0; y < heights; y++)
                {
                    Interleave.Rows(evens, odds, width, gx + ((slice + (y * height.Stride) + phase.Height) * width));
                    evens += first;
                    odds += second;
                }
            }
        }
    }

    /// <summary>The inputs of one remainder modulo the stride on each axis, and the taps they use.</summary>
    private readonly struct Phase
    {
        public readonly int Depth, Height, Width;

        /// <summary>How many taps this phase uses.</summary>
        public readonly int Taps;

        public Phase(in ConvolutionGeometry g, int index)
        {
            Width = index % g.Width.Stride;
            index /= g.Width.Stride;
            Height = index % g.Height.Stride;
            Depth = index / g.Height.Stride;
            Taps = CountTaps(g.Depth, Depth) * CountTaps(g.Height, Height) * CountTaps(g.Width, Width);
        }

        /// <summary>How many inputs along an axis have this remainder.</summary>
        public static int Count(WindowAxis axis, int phase) => axis.Input <= phase ? 0 : ((axis.Input - 1 - phase) / axis.Stride) + 1;

        /// <summary>The place of the first such input.</summary>
        public nint First(in ConvolutionGeometry g) => ((((nint)Depth * g.Height.Input) + Height) * g.Width.Input) + Width;

        /// <summary>The taps used, and the offset of each (filter of a group, tap used).</summary>
        public void Tabulate(in ConvolutionGeometry g, in Planes<T> planes, int* taps, int* offsets)
        {
            int p = 0;
            for (int d = 0; d < g.Depth.Kernel && g.GroupFilters > 0; d++)
            {
                if (!Uses(g.Depth, Depth, d)) continue;
                for (int h = 0; h < g.Height.Kernel; h++)
                {
                    if (!Uses(g.Height, Height, h)) continue;
                    for (int v = 0; v < g.Width.Kernel; v++)
                    {
                        if (!Uses(g.Width, Width, v)) continue;
                        nint place = planes.At(Position(g.Depth, Depth, d), Position(g.Height, Height, h), Position(g.Width, Width, v));
                        taps[p] = (((d * g.Height.Kernel) + h) * g.Width.Kernel) + v;
                        offsets[p++] = checked((int)place);
                    }
                }
            }

            // The other filters are the same, further on.
            int filter = checked((int)planes.Channel);
            for (; p < g.GroupFilters * Taps; p++) offsets[p] = checked(offsets[p - Taps] + filter);
        }

        private static bool Uses(WindowAxis axis, int phase, int tap) =>
            (phase + axis.PaddingBegin - (tap * axis.Dilation)) % axis.Stride == 0;

        private static int Position(WindowAxis axis, int phase, int tap) =>
            ((phase + axis.PaddingBegin - (tap * axis.Dilation)) / axis.Stride) - PlaneAxis.OfGradient(axis).Low;

        private static int CountTaps(WindowAxis axis, int phase)
        {
            int count = 0;
            for (int tap = 0; tap < axis.Kernel; tap++) count += Uses(axis, phase, tap) ? 1 : 0;
            return count;
        }
    }
}
