namespace Adjoint.Kernels;

/// <summary>The convolution itself: one <see cref="Correlation{T,TVector}"/> per image, rows are filters.</summary>
internal static unsafe class ConvolutionForward<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        int depth = g.GroupChannels * g.Taps;
        scratch.Take<T>(ScratchSlot.Weights, g.Groups * Correlation<T, TVector>.PackedSize(g.GroupFilters, depth));
        scratch.TakeEach<T>(ScratchSlot.Planes, Planes<T>.Of(in g).Size(g.GroupChannels), g.AreImages ? g.Batch * g.Groups : 1);
    }

    public static void Run(in ConvolutionGeometry g, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
    {
        if (g.Batch == 0 || g.Filters == 0 || g.OutputPlane == 0) return;
        Planes<T> planes = Planes<T>.Of(in g);
        int depth = g.GroupChannels * g.Taps;
        nint group = Correlation<T, TVector>.PackedSize(g.GroupFilters, depth);

        int panels = (g.GroupFilters + TVector.Rows - 1) / TVector.Rows;
        T* packed = Scratch.Take<T>(ScratchSlot.Weights, g.Groups * group);
        var pack = new PackWeights(panels, g.GroupFilters, depth, w, packed, group);
        WorkerPool.For(g.Groups * panels, ref pack);

        var image = new Correlation<T, TVector>
        {
            Rows = g.GroupFilters,
            Depth = depth,
            Weights = packed,
            Offsets = Offsets(in g, in planes),
            DepthPitch = planes.DepthPitch,
            Pitch = planes.Pitch,
            Output = y,
            OutputRow = g.OutputPlane,
            OutputDepth = (nint)g.Height.Output * g.Width.Output,
            OutputHeight = g.Width.Output,
            OutputWidth = 1,
            DepthCount = g.Depth.Output,
            HeightCount = g.Height.Output,
            WidthCount = g.Width.Output,
            Finish = finish,
        };
        var images = new Images(g, planes, x, group, image);

        // Groups are images of their own: those of one image follow one another.
        int count = checked(g.Batch * g.Groups);
        if (g.AreImages) WorkerPool.For(count, ref images);
        else WorkerPool.Inline(count, ref images);
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

    private readonly struct PackWeights(int panels, int filters, int depth, T* weights, T* packed, nint groupSize) : IWork
    {
        public void Do(int index)
        {
            int group = index / panels, row = index % panels * TVector.Rows;
            int rows = Math.Min(TVector.Rows, filters - row);
            T* source = weights + (((nint)(group * filters) + row) * depth);
            T* target = packed + (group * groupSize) + ((nint)row * depth);
            Panel.Pack(source, depth, 1, rows, RegisterTile<T, TVector, ScatteredRight<T>>.Height(rows), depth, target);
        }
    }

    private readonly struct Images(
        ConvolutionGeometry geometry, Planes<T> layout, T* x, nint groupSize, Correlation<T, TVector> first) : IWork
    {
        public void Do(int index)
        {
            int channels = geometry.GroupChannels, group = index % geometry.Groups;
            T* planes = Scratch.Take<T>(ScratchSlot.Planes, layout.Size(channels));
            layout.Fill(x + ((nint)index * channels * geometry.InputPlane), channels, planes);
            Correlation<T, TVector> image = first;
            image.Planes = planes;
            image.Weights += group * groupSize;
            image.Finish = image.Finish.From(group * image.Rows);
            image.Output += (nint)index * image.Rows * image.OutputRow;
            image.Run();
        }
    }
}
