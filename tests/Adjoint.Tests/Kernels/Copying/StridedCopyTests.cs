using System.Runtime.InteropServices;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

[Collection(ThreadTests.Name)]
public sealed class StridedCopyTests
{
    /// <summary>Runs of few and of many bytes, steps, turned axes; and so many elements that items begin in the middle of a run.</summary>
    public static TheoryData<int[], int[], int> Layouts => new()
    {
        { [], [], 0 },
        { [1], [5], 3 },
        { [7], [1], 2 },
        { [65, 3], [7, 2], 1 },
        { [2, 3, 5], [40, 11, 1], 4 },
        { [5, 4], [-6, 1], 24 },
        { [9, 1031], [1100, 1], 17 },
        { [70_001], [1], 0 },
        { [3, 257, 171], [50_000, 180, 1], 5 },
        { [331, 401], [1, 400], 0 },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Elements_go_where_they_belong_and_nowhere_else(int[] sizes, int[] strides, int first)
    {
        Check(sizes, strides, first, i => (byte)((i % 251) + 1));
        Check(sizes, strides, first, i => i + 1);
        Check(sizes, strides, first, i => i + 1.5);
    }

    /// <summary>Blocks smaller and larger than an item, with nothing, a part or all of each written.</summary>
    [Theory]
    [InlineData(1, 10, 0)]
    [InlineData(1, 10, 10)]
    [InlineData(5000, 37, 21)]
    [InlineData(3, 70_000, 65_537)]
    [InlineData(70_000, 2, 1)]
    public void What_is_not_written_in_a_block_is_zero(int blocks, int size, int count)
    {
        int first = (size - count) / 2;
        int[] row = [.. Enumerable.Range(1, blocks * count)];
        var expected = new int[blocks * size];
        for (int b = 0; b < blocks; b++) Array.Copy(row, b * count, expected, (b * size) + first, count);
        Threads.ShouldAgree(() =>
        {
            int[] target = new int[blocks * size];
            Array.Fill(target, -1);
            Into(row, target, count, first, blocks, size);
            target.AsSpan().SequenceEqual(expected).ShouldBeTrue();
            return MemoryMarshal.AsBytes(target.AsSpan()).ToArray();
        });
    }

    private static unsafe void Into(int[] row, int[] target, int count, int first, int blocks, int size)
    {
        var layout = new StridedLayout([count], [1]);
        fixed (int* from = row, to = target) StridedCopy.IntoZeros(from, to, in layout, count, first, blocks, size);
    }

    private static void Check<T>(int[] sizes, int[] strides, int first, Func<int, T> value) where T : unmanaged
    {
        int count = sizes.Aggregate(1, (product, size) => product * size);
        T[] row = [.. Enumerable.Range(0, count).Select(value)];
        var places = new int[count];
        for (int i = 0; i < count; i++)
        {
            int rest = i, at = first;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (rest, int position) = Math.DivRem(rest, sizes[axis]);
                at += position * strides[axis];
            }

            places[i] = at;
        }

        var expected = new T[places.Max() + 1];
        for (int i = 0; i < count; i++) expected[places[i]] = row[i];
        Threads.ShouldAgree(() =>
        {
            var target = new T[expected.Length];
            Copy(row, target, sizes, strides, first);
            target.AsSpan().SequenceEqual(expected).ShouldBeTrue();
            return MemoryMarshal.AsBytes(target.AsSpan()).ToArray();
        });
    }

    private static unsafe void Copy<T>(T[] row, T[] target, int[] sizes, int[] strides, int first) where T : unmanaged
    {
        var layout = new StridedLayout(sizes, strides);
        fixed (T* from = row, to = target) StridedCopy.Run(from, to + first, in layout, row.Length);
    }
}
