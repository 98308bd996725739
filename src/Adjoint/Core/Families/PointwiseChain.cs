namespace Adjoint.Core;

/// <summary>
/// Elementwise operations one after the other over blocks of equally long rows. The blocks are those that
/// <see cref="Elementwise"/> runs a single operation in, so the results are the same bits.
/// </summary>
internal sealed unsafe class PointwiseChain<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Blocks in one item of work, the same for any number of threads.</summary>
    private const int BlocksPerItem = 8;

    private readonly List<Step> steps = [];
    private readonly List<(int Slot, T Value)> numbers = [];
    private readonly Stack<int> free = new();
    private int slots;

    /// <summary>Contiguous elements.</summary>
    public static Row Memory(T* start) => new(start, -1);

    /// <summary>Elements that do not.</summary>
    public Row Memory(T* start, StridedLayout layout)
    {
        Row to = Slot();
        steps.Add(new Step(null, null, new Operand<T>(start, layout), default, default, to));
        return to;
    }

    /// <summary>One number, over and over.</summary>
    public Row Number(T value)
    {
        // Written once for each item, so its place is nobody else's.
        numbers.Add((slots, value));
        return new Row(null, slots++, true);
    }

    /// <summary>The result of an operation on rows, which are then done with.</summary>
    /// <param name="op">A <see cref="PointwiseOp"/> or <see cref="PointwiseBinaryOp"/> operation.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand, if there is one.</param>
    /// <param name="to">Where the result is wanted; null if only by the operations after it.</param>
    public Row Add(Op op, Row a, Row b, T* to)
    {
        Row y = to == null ? Slot() : Memory(to);
        steps.Add(new Step((op as PointwiseOp)?.FindMap<T>(), (op as PointwiseBinaryOp)?.FindMap<T>(), default, a, b, y));
        if (a.Free >= 0) free.Push(a.Free);
        if (op is PointwiseBinaryOp && b.Free >= 0 && b.Free != a.Free) free.Push(b.Free);
        return y;
    }

    /// <summary>Runs what was added over so many elements.</summary>
    public void Run(int count)
    {
        const int grain = BlocksPerItem * Elementwise.BlockLength;
        T* target = null;
        Row last = default;
        if ((long)count * sizeof(T) >= Streaming.Threshold)
        {
            target = steps[^1].Memory;
            // A new slot: those of the operands are free by now, but rows must not overlap.
            last = new Row(null, slots++);
            steps[^1] = steps[^1].Into(last);
        }

        var work = new Work([.. steps], [.. numbers], slots, count, last, target);
        WorkerPool.For((int)(((long)count + grain - 1) / grain), ref work);
    }

    private Row Slot() => new(null, free.TryPop(out int slot) ? slot : slots++);

    /// <summary>Where a block of a row is: on from its start, or in a slot of a thread's scratch.</summary>
    internal readonly struct Row(T* start, int slot, bool isKept = false)
    {
        private readonly T* start = start;

        /// <summary>The slot of a row that its reader leaves to others, else -1.</summary>
        public int Free => start == null && !isKept ? slot : -1;

        /// <summary>Asks for so many elements from an index on, if they are in memory.</summary>
        public void Ask(int index, int length)
        {
            if (start != null) Prefetch.Rows(start + index, 0, 1, length);
        }

        public T* At(int index, T* scratch) => start == null ? scratch + (slot * Elementwise.BlockLength) : start + index;
    }

    private readonly struct Step(RowFunction<T>? unary, RowCombination<T>? binary, Operand<T> from, Row a, Row b, Row y)
    {
        /// <summary>Where the whole result is, if in memory.</summary>
        public T* Memory => y.At(0, null);

        /// <summary>Asks for so many elements, from an index on, of the memory that is written.</summary>
        public void AskResult(int start, int length) => y.Ask(start, length);

        /// <summary>The step with its result in a slot instead.</summary>
        public Step Into(Row slot) => new(unary, binary, from, a, b, slot);

        public void Run(int start, int length, T* scratch)
        {
            var to = new Span<T>(y.At(start, scratch), length);
            if (binary is not null)
                binary(new ReadOnlySpan<T>(a.At(start, scratch), length), new ReadOnlySpan<T>(b.At(start, scratch), length), to);
            else if (unary is not null)
                unary(new ReadOnlySpan<T>(a.At(start, scratch), length), to);
            else
                from.Row(start, length, to);
        }
    }

    private readonly struct Work(Step[] steps, (int Slot, T Value)[] numbers, int slots, int count, Row last, T* target) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            T* scratch = Scratch.Take<T>(ScratchSlot.Rows, slots * Elementwise.BlockLength);
            foreach ((int slot, T value) in numbers)
                new Span<T>(scratch + (slot * Elementwise.BlockLength), Elementwise.BlockLength).Fill(value);
            long first = (long)index * BlocksPerItem * Elementwise.BlockLength;
            int end = (int)Math.Min(count, first + (BlocksPerItem * Elementwise.BlockLength));
            if (target == null) Ask((int)first, end);
            for (int start = (int)first; start < end; start += Elementwise.BlockLength)
            {
                int length = Math.Min(Elementwise.BlockLength, end - start);
                if (target == null) Ask(start + length, end);
                foreach (ref readonly Step step in steps.AsSpan()) step.Run(start, length, scratch);
                if (target != null) Streaming.Copy(last.At(0, scratch), target + start, length);
            }

            if (target != null) Streaming.Finish();
        }

        /// <summary>Asks for a block of this item's result, which is seldom in a cache.</summary>
        private void Ask(int start, int end)
        {
            int length = Math.Min(Elementwise.BlockLength, end - start);
            if (length <= 0) return;
            foreach (ref readonly Step step in steps.AsSpan()) step.AskResult(start, length);
        }
    }
}
