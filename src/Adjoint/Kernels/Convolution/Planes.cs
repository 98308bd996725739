namespace Adjoint.Kernels;

/// <summary>
/// A copy of an image in which every tap of a convolution is a constant offset: zeros around it instead of bounds, and one plane per
/// channel and phase of the stride. Output pixels counted over the padded width then read each (channel, tap) as one contiguous run, so a
/// matrix product can take its right operand straight from here; the few outputs that fall between two rows are computed and dropped.
/// </summary>
internal readonly unsafe struct Planes<T>(PlaneAxis depth, PlaneAxis height, PlaneAxis width) where T : unmanaged, INumberBase<T>
{
    /// <summary>What the widest register tile may read beyond the end.</summary>
    private const int Slack = 128;

    /// <summary>The planes of the image that a convolution reads.</summary>
    public static Planes<T> Of(in ConvolutionGeometry g) => new(PlaneAxis.Of(g.Depth), PlaneAxis.Of(g.Height), PlaneAxis.Of(g.Width));

    /// <summary>Distance of rows.</summary>
    public int Pitch { get; } = width.Extent - width.Overlap;

    /// <summary>Distance of slices along the depth.</summary>
    public nint DepthPitch { get; } = (nint)height.Extent * (width.Extent - width.Overlap);

    /// <summary>Distance of channels.</summary>
    public nint Channel { get; } =
        (nint)height.Extent * (width.Extent - width.Overlap) * depth.Extent * depth.Slots * height.Slots * width.Slots;

    /// <summary>Elements of the planes of an image of <paramref name="channels"/> channels.</summary>
    public nint Size(int channels) => (channels * Channel) + width.Overlap + Slack;

    /// <summary>Where, from the start of a channel, output 0 reads at this tap of a forward convolution.</summary>
    public nint Offset(int depthTap, int heightTap, int widthTap)
    {
        nint plane = ((((nint)depth.Slot(depthTap) * height.Slots) + height.Slot(heightTap)) * width.Slots) + width.Slot(widthTap);
        plane *= depth.Extent * DepthPitch;
        return plane + At(depth.Position(depthTap), height.Position(heightTap), width.Position(widthTap));
    }

    /// <summary>The place of a position in a plane.</summary>
    public nint At(int depth, int height, int width) => (depth * DepthPitch) + ((nint)height * Pitch) + width;

    /// <summary>Copies all channels of an image, the channels shared among the threads.</summary>
    public void Fill(T* image, int channels, T* planes)
    {
        int perItem = (int)Math.Clamp(32 * 1024 / Math.Max(1, Channel), 1, Math.Max(1, channels));
        WorkerPool.ForRows(channels, perItem, new Channels(this, image, planes, channels));
    }

    /// <summary>Copies one of the channels of an image.</summary>
    public void FillOne(T* image, int channel, int channels, T* planes)
    {
        nint source = (nint)depth.Source * height.Source * width.Source;
        FillChannel(image + (channel * source), planes + (channel * Channel));

        // The last row of the last channel has no next row to share its zeros with.
        if (channel == channels - 1) new Span<T>(planes + (channels * Channel), width.Overlap).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillChannel(T* image, T* target)
    {
        for (int d = 0; d < depth.Slots; d++)
        {
            int depthPhase = depth.Phase(d);
            depth.Inside(depthPhase, depth.Extent, out int firstDepth, out int endDepth);
            for (int h = 0; h < height.Slots; h++)
            {
                int heightPhase = height.Phase(h);
                height.Inside(heightPhase, height.Extent, out int firstHeight, out int endHeight);
                for (int w = 0; w < width.Slots; w++)
                {
                    int widthPhase = width.Phase(w);
                    width.Inside(widthPhase, Pitch, out int firstWidth, out int endWidth);
                    nint start = ((firstWidth + width.Low) * width.Step) + widthPhase;
                    for (int z = 0; z < depth.Extent; z++)
                    {
                        bool inside = z >= firstDepth && z < endDepth;
                        nint slice = inside ? (nint)(((z + depth.Low) * depth.Step) + depthPhase) * height.Source : 0;
                        int first = inside ? firstHeight : height.Extent, end = inside ? endHeight : height.Extent;
                        new Span<T>(target, first * Pitch).Clear();
                        for (int y = first; y < end; y++)
                        {
                            nint row = slice + ((y + height.Low) * height.Step) + heightPhase;
                            FillRow(image + (row * width.Source) + start, firstWidth, endWidth, target + ((nint)y * Pitch));
                        }

                        new Span<T>(target + ((nint)end * Pitch), (height.Extent - end) * Pitch).Clear();
                        target += DepthPitch;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillRow(T* source, int first, int end, T* target)
    {
        for (int i = 0; i < first; i++) target[i] = T.Zero;
        if (width.Step == 1) RowCopy.RunAny(source, target + first, end - first);
        else GatherScatter.Gather(source, width.Step, end - first, target + first);
        for (int i = end; i < Pitch; i++) target[i] = T.Zero;
    }

    private readonly struct Channels(Planes<T> planes, T* image, T* target, int count) : IRowWork
    {
        public void Row(int channel) => planes.FillOne(image, channel, count, target);
    }
}
