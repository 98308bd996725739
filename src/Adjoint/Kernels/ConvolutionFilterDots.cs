using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The gradient of the weights where a group has only a few filters, as in depthwise convolution: registers as wide as the
/// filters would be nearly empty, so here they lie along the output rows, and each weight is a dot product over all rows
/// of all images. An item is one filter and channel; images come in order, so the bits do not depend on the threads.
/// </summary>
internal static unsafe class ConvolutionFilterDots<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Up to how many filters per group this is the faster way.</summary>
    public const int MaxFilters = 4;

    private const long ChunkBytes = 4 * 1024 * 1024;

    public static void Run(in ConvolutionGeometry g, T* gy, T* x, T* gw)
    {
        var planes = new Planes<T>(PlaneAxis.Of(g.Depth), PlaneAxis.Of(g.Height), PlaneAxis.Of(g.Width));
        nint planesSize = planes.Size(g.Channels);
        int chunk = ChunkOf(planesSize, g.Batch);
        var work = new Chunk
        {
            Geometry = g,
            Planes = planes,
            Gy = gy,
            X = x,
            Gw = gw,
            Offsets = ConvolutionForward<T, TWide>.Offsets(in g, in planes),
            Padded = Scratch.Take<T>(ScratchSlot.Planes, chunk * planesSize),
            PlanesSize = planesSize,
        };

        new Span<T>(gw, g.Filters * g.GroupChannels * g.Taps).Clear();
        for (int first = 0; first < g.Batch; first += chunk)
        {
            work.Images = Math.Min(chunk, g.Batch - first);
            var prepare = new Prepare { Chunk = work };
            WorkerPool.For(work.Images * g.Channels, ref prepare);
            WorkerPool.For(g.Filters * g.GroupChannels, ref work);
            work.X += work.Images * g.Channels * g.InputPlane;
            work.Gy += work.Images * g.Filters * g.OutputPlane;
        }
    }

    /// <summary>Adds the scratch memory of <see cref="Run"/>.</summary>
    public static void AddScratch(in ConvolutionGeometry g, ref ScratchSizes scratch)
    {
        nint planesSize = new Planes<T>(PlaneAxis.Of(g.Depth), PlaneAxis.Of(g.Height), PlaneAxis.Of(g.Width)).Size(g.Channels);
        scratch.Take<T>(ScratchSlot.Planes, ChunkOf(planesSize, g.Batch) * planesSize);
    }

    private static int ChunkOf(nint planesSize, int images) => (int)Math.Clamp(ChunkBytes / (planesSize * sizeof(T)), 1, images);

    private struct Chunk : IWork
    {
        public ConvolutionGeometry Geometry;
        public Planes<T> Planes;
        public T* Gy, X, Gw, Padded;
        public nint PlanesSize;
        public int* Offsets;
        public int Images;

        public readonly void Do(int index)
        {
            ConvolutionGeometry g = Geometry;
            int filter = index / g.GroupChannels, channel = index % g.GroupChannels;
            int source = (filter / g.GroupFilters * g.GroupChannels) + channel;
            for (int image = 0; image < Images; image++)
            {
                T* gy = Gy + ((((nint)image * g.Filters) + filter) * g.OutputPlane);
                T* planes = Padded + (image * PlanesSize) + (source * Planes.Channel);
                for (int tap = 0; tap < g.Taps; tap++)
                    Gw[((nint)index * g.Taps) + tap] += Plane(gy, planes + Offsets[tap]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly T Plane(T* gy, T* x)
        {
            TWide sum0 = TWide.Zero, sum1 = TWide.Zero;
            Wide128<T> narrow = Wide128<T>.Zero;
            T tail = T.Zero;
            int width = Geometry.Width.Output, lanes = TWide.Lanes, few = Wide128<T>.Lanes;
            for (int z = 0; z < Geometry.Depth.Output; z++)
            {
                T* row = x + (z * Planes.DepthPitch);
                for (int y = 0; y < Geometry.Height.Output; y++)
                {
                    int i = 0;
                    for (; i + (2 * lanes) <= width; i += 2 * lanes)
                    {
                        sum0 = TWide.MultiplyAdd(TWide.Load(gy + i), TWide.Load(row + i), sum0);
                        sum1 = TWide.MultiplyAdd(TWide.Load(gy + i + lanes), TWide.Load(row + i + lanes), sum1);
                    }

                    for (; i + lanes <= width; i += lanes)
                        sum0 = TWide.MultiplyAdd(TWide.Load(gy + i), TWide.Load(row + i), sum0);
                    for (; i + few <= width; i += few)
                        narrow = Wide128<T>.MultiplyAdd(Wide128<T>.Load(gy + i), Wide128<T>.Load(row + i), narrow);
                    for (; i < width; i++) tail = T.MultiplyAddEstimate(gy[i], row[i], tail);
                    gy += width;
                    row += Planes.Pitch;
                }
            }

            return TWide.Sum(TWide.Add(sum0, sum1)) + Wide128<T>.Sum(narrow) + tail;
        }
    }

    /// <summary>Pads one channel of one image.</summary>
    private struct Prepare : IWork
    {
        public Chunk Chunk;

        public readonly void Do(int index)
        {
            int channels = Chunk.Geometry.Channels, image = index / channels;
            Chunk.Planes.FillOne(
                Chunk.X + ((nint)image * channels * Chunk.Geometry.InputPlane), index % channels, channels,
                Chunk.Padded + (image * Chunk.PlanesSize));
        }
    }
}
