using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the input, gathered: input i takes gy[(i + padding - k * dilation) / stride] · w[k] from the taps for
/// which that divides. Inputs of one phase i mod stride use the same taps, so each phase is a
/// <see cref="Correlation{T,TWide}"/> of stride 1 over the gradient of the output; rows are channels.
/// </summary>
internal static unsafe class ConvolutionInputGradient<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        scratch.Take<T>(
            ScratchSlot.Weights, g.Groups * Correlation<T, TWide>.PackedSize(g.GroupChannels, g.GroupFilters * g.Taps));
        scratch.TakeEach<T>(ScratchSlot.Planes, PlanesOf(in g).Size(g.GroupFilters), AreImages(in g) ? g.Batch * g.Groups : 1);
        if (Alternates(in g)) scratch.TakeEach<T>(ScratchSlot.Item, g.InputPlane, AreImages(in g) ? g.Batch * g.Groups : 1);
    }

    public static void Run(in ConvolutionGeometry g, T* gy, T* w, T* gx)
    {
        if (g.Batch == 0 || g.Channels == 0 || g.InputPlane == 0) return;
        Planes<T> planes = PlanesOf(in g);

        var images = new Images
        {
            Geometry = g,
            Planes = planes,
            Gy = gy,
            Gx = gx,
            Offsets = Scratch.Take<int>(ScratchSlot.Offsets, (long)g.GroupFilters * g.Taps),
            Packed = Scratch.Take<T>(
                ScratchSlot.Weights, g.Groups * Correlation<T, TWide>.PackedSize(g.GroupChannels, g.GroupFilters * g.Taps)),
        };

        int* offsets = images.Offsets;
        T* packed = images.Packed;
        for (int phase = 0; phase < Phases(in g); phase++)
        {
            var pack = new PackWeights
            {
                Geometry = g,
                Phase = new Phase(in g, phase),
                Weights = w,
                Packed = packed,
                Panels = (g.GroupChannels + TWide.Rows - 1) / TWide.Rows,
            };
            pack.Phase.Offsets(in g, in planes, offsets);
            WorkerPool.For(g.Groups * pack.Panels, ref pack);
            int depth = g.GroupFilters * pack.Phase.Taps;
            offsets += depth;
            packed += g.Groups * Correlation<T, TWide>.PackedSize(g.GroupChannels, depth);
        }

        // Groups are images of their own: those of one image follow one another.
        int count = checked(g.Batch * g.Groups);
        if (AreImages(in g)) WorkerPool.For(count, ref images);
        else WorkerPool.Inline(count, ref images);
    }

    private static bool AreImages(in ConvolutionGeometry g) =>
        ConvolutionItems.AreImages(g.Batch * g.Groups, g.OutputPlane * g.GroupFilters * g.GroupChannels * g.Taps);

    /// <summary>
    /// Whether the phases of a line, two and of one channel, are put together only when both are there: lines apart from
    /// each other are all that a product of one row can write.
    /// </summary>
    private static bool Alternates(in ConvolutionGeometry g) => g.GroupChannels == 1 && g.Width.Stride == 2;

    private static Planes<T> PlanesOf(in ConvolutionGeometry g) =>
        new(PlaneAxis.OfGradient(g.Depth), PlaneAxis.OfGradient(g.Height), PlaneAxis.OfGradient(g.Width));

    private static int Phases(in ConvolutionGeometry g) => g.Depth.Stride * g.Height.Stride * g.Width.Stride;

    private struct PackWeights : IWork
    {
        public ConvolutionGeometry Geometry;
        public Phase Phase;
        public T* Weights, Packed;
        public int Panels;

        public readonly void Do(int index)
        {
            int group = index / Panels, row = index % Panels * TWide.Rows;
            int channels = Geometry.GroupChannels, filters = Geometry.GroupFilters, taps = Geometry.Taps;
            int rows = Math.Min(TWide.Rows, channels - row);
            int height = RegisterTile<T, TWide, ScatteredRight<T>>.Height(rows);
            int depth = filters * Phase.Taps;
            T* target = Packed + (group * Correlation<T, TWide>.PackedSize(channels, depth)) + ((nint)row * depth);
            for (int f = 0; f < filters; f++)
            {
                T* source = Weights + ((((nint)((group * filters) + f) * channels) + row) * taps);
                if (Phase.Taps == taps)
                {
                    Panel.Pack(source, taps, 1, rows, height, taps, target);
                    target += taps * height;
                }
                else
                {
                    target = Phase.Pack(in Geometry, source, rows, height, target);
                }
            }
        }
    }

    private struct Images : IWork
    {
        public ConvolutionGeometry Geometry;
        public Planes<T> Planes;
        public T* Gy, Gx, Packed;
        public int* Offsets;

        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Geometry;
            int group = index % g.Groups;
            T* planes = Scratch.Take<T>(ScratchSlot.Planes, Planes.Size(g.GroupFilters));
            Planes.Fill(Gy + (index * g.GroupFilters * g.OutputPlane), g.GroupFilters, planes);

            int* offsets = Offsets;
            T* packed = Packed;
            T* apart = Alternates(in g) ? Scratch.Take<T>(ScratchSlot.Item, g.InputPlane) : null, next = apart;
            for (int i = 0; i < Phases(in g); i++)
            {
                var phase = new Phase(in g, i);
                int depth = g.GroupFilters * phase.Taps;
                nint size = Correlation<T, TWide>.PackedSize(g.GroupChannels, depth);
                var image = new Correlation<T, TWide>
                {
                    Rows = g.GroupChannels,
                    Depth = depth,
                    Weights = packed + (group * size),
                    Offsets = offsets,
                    Planes = planes,
                    DepthPitch = Planes.DepthPitch,
                    Pitch = Planes.Pitch,
                    Output = Gx + (index * g.GroupChannels * g.InputPlane) + phase.First(in g),
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
                    image.OutputDepth = (nint)image.HeightCount * image.WidthCount;
                    (image.OutputHeight, image.OutputWidth) = (image.WidthCount, 1);
                    next += image.DepthCount * image.OutputDepth;
                }

                image.Run();
                offsets += depth;
                packed += g.Groups * size;
                if (apart is not null && phase.Width == 1)
                {
                    Alternate(in g, in phase, apart, Gx + (index * g.InputPlane));
                    next = apart;
                }
            }
        }
    }

    /// <summary>Puts the lines of two phases, which differ in the remainder along the width, into their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Alternate(in ConvolutionGeometry g, in Phase phase, T* apart, T* gx)
    {
        int width = g.Width.Input, first = (width + 1) / 2, second = width / 2;
        int depths = Phase.Count(g.Depth, phase.Depth), heights = Phase.Count(g.Height, phase.Height);
        T* others = apart + ((nint)depths * heights * first);
        for (int z = 0; z < depths; z++)
        {
            nint slice = (nint)((z * g.Depth.Stride) + phase.Depth) * g.Height.Input;
            for (int y = 0; y < heights; y++)
            {
                Stepped.Alternate(apart, others, width, gx + ((slice + (y * g.Height.Stride) + phase.Height) * width));
                apart += first;
                others += second;
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
        public static int Count(WindowAxis axis, int phase) =>
            axis.Input <= phase ? 0 : ((axis.Input - 1 - phase) / axis.Stride) + 1;

        /// <summary>The place of the first such input.</summary>
        public nint First(in ConvolutionGeometry g) =>
            ((((nint)Depth * g.Height.Input) + Height) * g.Width.Input) + Width;

        /// <summary>The offset of each (filter of a group, tap used).</summary>
        public void Offsets(in ConvolutionGeometry g, in Planes<T> planes, int* offsets)
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
                        nint place = planes.At(
                            Position(g.Depth, Depth, d), Position(g.Height, Height, h), Position(g.Width, Width, v));
                        offsets[p++] = checked((int)place);
                    }
                }
            }

            // The other filters are the same, further on.
            int filter = checked((int)planes.Channel);
            for (; p < g.GroupFilters * Taps; p++) offsets[p] = checked(offsets[p - Taps] + filter);
        }

        /// <summary>Packs the weights of one filter at the taps used; returns the end of what it wrote.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public T* Pack(in ConvolutionGeometry g, T* source, int rows, int height, T* target)
        {
            int taps = g.Taps;
            for (int d = 0; d < g.Depth.Kernel; d++)
            {
                if (!Uses(g.Depth, Depth, d)) continue;
                for (int h = 0; h < g.Height.Kernel; h++)
                {
                    if (!Uses(g.Height, Height, h)) continue;
                    for (int v = 0; v < g.Width.Kernel; v++)
                    {
                        if (!Uses(g.Width, Width, v)) continue;
                        T* tap = source + (((d * g.Height.Kernel) + h) * g.Width.Kernel) + v;
                        for (int i = 0; i < height; i++) target[i] = i < rows ? tap[(nint)i * taps] : T.Zero;
                        target += height;
                    }
                }
            }

            return target;
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
