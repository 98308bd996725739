using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>The convolution itself: one <see cref="Correlation{T,TWide}"/> per image, rows are filters.</summary>
internal static unsafe class ConvolutionForward<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    public static void Run(in ConvolutionGeometry g, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
    {
        if (g.Batch == 0 || g.Filters == 0 || g.OutputPlane == 0) return;
        var planes = new Planes<T>(PlaneAxis.Of(g.Depth), PlaneAxis.Of(g.Height), PlaneAxis.Of(g.Width));
        int depth = g.GroupChannels * g.Taps;
        nint group = Correlation<T, TWide>.PackedSize(g.GroupFilters, depth);

        var pack = new PackWeights
        {
            Panels = (g.GroupFilters + TWide.Rows - 1) / TWide.Rows,
            Rows = g.GroupFilters,
            Depth = depth,
            Weights = w,
            Packed = Scratch.Take<T>(ScratchSlot.Weights, g.Groups * group),
            Group = group,
        };
        WorkerPool.For(g.Groups * pack.Panels, ref pack);

        var images = new Images
        {
            Planes = planes,
            Channels = g.Channels,
            X = x,
            XImage = g.Channels * g.InputPlane,
            YImage = g.Filters * g.OutputPlane,
            Image = new Correlation<T, TWide>
            {
                Groups = g.Groups,
                Rows = g.GroupFilters,
                Depth = depth,
                Weights = pack.Packed,
                Offsets = Offsets(in g, in planes),
                GroupPlanes = g.GroupChannels * planes.Channel,
                DepthPitch = planes.DepthPitch,
                Pitch = planes.Pitch,
                Output = y,
                OutputGroup = g.GroupFilters * g.OutputPlane,
                OutputRow = g.OutputPlane,
                OutputDepth = (nint)g.Height.Output * g.Width.Output,
                OutputHeight = g.Width.Output,
                OutputWidth = 1,
                DepthCount = g.Depth.Output,
                HeightCount = g.Height.Output,
                WidthCount = g.Width.Output,
                Finish = finish,
            },
        };

        if (ConvolutionItems.AreImages(g.Batch, g.OutputPlane * g.Filters * depth)) WorkerPool.For(g.Batch, ref images);
        else WorkerPool.Inline(g.Batch, ref images);
    }

    /// <summary>The offset of each (channel of a group, tap) in the planes of an image.</summary>
    public static int* Offsets(in ConvolutionGeometry g, in Planes<T> planes)
    {
        int* offsets = Scratch.Take<int>(ScratchSlot.Offsets, (long)g.GroupChannels * g.Taps);
        int p = 0;
        for (int d = 0; d < g.Depth.Kernel && g.GroupChannels > 0; d++)
        {
            for (int h = 0; h < g.Height.Kernel; h++)
            {
                for (int v = 0; v < g.Width.Kernel; v++) offsets[p++] = checked((int)planes.Offset(d, h, v));
            }
        }

        // The other channels are the same, further on.
        int channel = checked((int)planes.Channel);
        for (; p < g.GroupChannels * g.Taps; p++) offsets[p] = checked(offsets[p - g.Taps] + channel);
        return offsets;
    }

    private struct PackWeights : IWork
    {
        public int Panels, Rows, Depth;
        public T* Weights, Packed;
        public nint Group;

        public readonly void Do(int index)
        {
            int group = index / Panels, row = index % Panels * TWide.Rows;
            int rows = Math.Min(TWide.Rows, Rows - row);
            T* source = Weights + (((nint)(group * Rows) + row) * Depth);
            T* target = Packed + (group * Group) + ((nint)row * Depth);
            Panel.Pack(source, Depth, 1, rows, RegisterTile<T, TWide, ScatteredRight<T>>.Height(rows), Depth, target);
        }
    }

    private struct Images : IWork
    {
        public Planes<T> Planes;
        public int Channels;
        public T* X;
        public nint XImage, YImage;
        public Correlation<T, TWide> Image;

        public readonly void Do(int index)
        {
            T* planes = Scratch.Take<T>(ScratchSlot.Planes, Planes.Size(Channels));
            Planes.Fill(X + (index * XImage), Channels, planes);
            Correlation<T, TWide> image = Image;
            image.Planes = planes;
            image.Output += index * YImage;
            image.Run();
        }
    }
}
