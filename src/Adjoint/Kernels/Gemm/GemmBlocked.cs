namespace Adjoint.Kernels;

/// <summary>
/// The packed five-loop algorithm (Goto and van de Geijn 2008): blocks of depth and columns, whose right panels all
/// threads pack together, each once, and from which they then compute the tiles of the output. A tile spans all columns
/// and packs its own left panels, which so never cross between caches; if there are few rows it spans all rows, and the
/// right panels are its own. Depth blocks follow one another, so every element is summed in one order.
/// </summary>
/// <remarks>
/// Packing waits for memory and multiplying does not, so a tile does both: while it multiplies it prefetches
/// what the next one will pack, and then it packs its share of the right panels of the next depth block.
/// </remarks>
internal static unsafe class GemmBlocked<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>Depth of a block: a right panel of two registers then fills the first-level cache at most.</summary>
    private const int MaxDepth = 384;

    /// <summary>Columns and rows of a block: what bounds the packed panels to a few megabytes.</summary>
    private const int MaxColumns = 3072, MaxRows = 3072;

    /// <summary>The largest tile, in panels: its left panels stay in the second-level cache.</summary>
    private const int MaxTileRows = 12, MaxTileColumns = 8;

    /// <summary>Right panels that a tile packs for itself at a time: enough that their rows are several cache lines.</summary>
    private const int OwnTogether = 4;

    /// <summary>Tiles wanted, so that two, three and eight threads get equal shares, and the work each is to have at least.</summary>
    private const int TargetTiles = 24;

    private const long TileWork = 512 * 1024;

    /// <summary>Panels needed along the other side before tiles may span one side whole.</summary>
    private const int MinPanels = 8;

    /// <summary>Operands up to this size are mostly in the second-level cache.</summary>
    private const int CachedBytes = 768 * 1024;

    /// <summary>Up to this many elements the caller packs alone.</summary>
    private const int SharedPacking = 16 * 1024;

    private static int Width => 2 * TVector.Lanes;

    public static void Multiply(in Product<T> product, bool parallel)
    {
        int depthBlocks = (product.K + MaxDepth - 1) / MaxDepth;
        int depth = (product.K + depthBlocks - 1) / depthBlocks;
        int columns = Math.Min(product.N, MaxColumns);
        int rows = Math.Min(product.M, MaxRows);

        // Few rows: a right panel would be used too rarely to be packed, and is read in place.
        var block = new Block { Whole = product, InPlace = product.BColumn == 1 && product.M <= 2 * TVector.Rows };
        long rightSize = (long)(block.InPlace ? Width : RoundUp(columns, Width)) * depth;
        block.Left = Scratch.Take<T>(ScratchSlot.Left, (long)RoundUp(rows, TVector.Rows) * depth);
        block.Right = Scratch.Take<T>(ScratchSlot.Right, 2 * rightSize);
        block.NextRight = block.Right + rightSize;

        for (int j = 0; j < product.N; j += columns)
        {
            block.FirstColumn = j;
            block.Columns = Math.Min(columns, product.N - j);
            for (int p = 0; p < product.K; p += depth)
            {
                block.FirstStep = p;
                block.Depth = Math.Min(depth, product.K - p);
                for (int i = 0; i < product.M; i += rows)
                {
                    block.FirstRow = i;
                    block.Rows = Math.Min(rows, product.M - i);
                    block.NextDepth = i + rows >= product.M ? Math.Min(depth, product.K - p - block.Depth) : 0;
                    block.Run(parallel, packRight: p == 0 && i == 0);
                }

                T* packed = block.NextRight;
                block.NextRight = block.Right;
                block.Right = packed;
            }
        }
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;

    private struct Block
    {
        public Product<T> Whole;
        public T* Left, Right, NextRight;
        public int FirstRow, Rows, FirstColumn, Columns, FirstStep, Depth;

        /// <summary>The depth of the next block if its right panels are to be packed beside this one's tiles, or 0.</summary>
        public int NextDepth;

        /// <summary>Only a last right panel that is not full is packed.</summary>
        public bool InPlace;

        /// <summary>Whether tiles span all rows, or all columns, and pack the panels that only they use.</summary>
        public bool OwnRight, OwnLeft;

        /// <summary>Tiles the block is cut into, down and across.</summary>
        public int RowTiles, ColumnTiles;

        public readonly int LeftPanels => (Rows + TVector.Rows - 1) / TVector.Rows;

        public readonly int RightPanels => (Columns + Width - 1) / Width;

        /// <summary>The first right panel that is packed.</summary>
        public readonly int FirstPacked => OwnRight ? RightPanels : InPlace ? Columns / Width : 0;

        public void Run(bool parallel, bool packRight)
        {
            // The same for all blocks of rows, since they share the right panels.
            OwnRight = Whole.M <= MaxRows && LeftPanels <= MaxTileRows && RightPanels >= MinPanels;
            OwnLeft = !OwnRight && LeftPanels >= MinPanels;
            Cut();

            var pack = new Pack { Block = this };
            pack.PerItem = Math.Clamp(Pack.ItemSize / (Depth * TVector.Rows), 1, LeftPanels);
            pack.LeftItems = OwnLeft ? 0 : (LeftPanels + pack.PerItem - 1) / pack.PerItem;
            long right = packRight ? (long)Depth * (RightPanels - FirstPacked) * Width : 0;
            pack.RightItems = (int)Math.Min(
                (right + Pack.ItemSize - 1) / Pack.ItemSize, Whole.BColumn == 1 ? Depth : RightPanels - FirstPacked);
            long packed = right + (OwnLeft ? 0 : (long)Depth * Rows);
            if (parallel && packed > SharedPacking) WorkerPool.For(pack.LeftItems + pack.RightItems, ref pack);
            else WorkerPool.Inline(pack.LeftItems + pack.RightItems, ref pack);

            var compute = new Compute(this);
            if (parallel) WorkerPool.For(RowTiles * ColumnTiles, ref compute);
            else WorkerPool.Inline(RowTiles * ColumnTiles, ref compute);
        }

        /// <summary>Cuts into tiles until there are enough for every thread, or they are too small to be worth it.</summary>
        private void Cut()
        {
            // The cut changes no bits, so it may depend on the threads: for one thread the largest tiles are best.
            int enough = (int)Math.Clamp((long)Rows * Columns * Depth / TileWork, 1, WorkerPool.Threads == 1 ? 1 : TargetTiles);
            (RowTiles, ColumnTiles) = (1, 1);
            if (!OwnRight) RowTiles = Math.Clamp(OwnLeft ? enough : 1, (LeftPanels + MaxTileRows - 1) / MaxTileRows, LeftPanels);
            if (!OwnLeft)
            {
                int least = (RightPanels + MaxTileColumns - 1) / MaxTileColumns;
                ColumnTiles = Math.Clamp((enough + RowTiles - 1) / RowTiles, least, RightPanels);
            }
            if (!OwnRight && !OwnLeft) RowTiles = Math.Clamp(enough / ColumnTiles, RowTiles, LeftPanels);
        }

        public readonly T* RightPanel(int panel) => Right + (InPlace ? 0 : (nint)panel * Width * Depth);

        public readonly void PackLeft(int panel, int panels, T* target)
        {
            T* source = Whole.A + ((FirstRow + (panel * TVector.Rows)) * Whole.ARow) + (FirstStep * Whole.AColumn);
            int full = Math.Min(panels, (Rows / TVector.Rows) - panel), rest = Rows - ((panel + full) * TVector.Rows);
            Panel.PackAll(source, Whole.ARow, Whole.AColumn, full, TVector.Rows, Depth, target, (nint)TVector.Rows * Depth);
            if (full == panels) return;
            Panel.Pack(
                source + (full * TVector.Rows * Whole.ARow), Whole.ARow, Whole.AColumn, rest,
                RegisterTile<T, TVector, StridedRight<T>>.Height(rest), Depth, target + ((nint)full * TVector.Rows * Depth));
        }

        /// <summary>
        /// Packs one of several equal parts of the right panels: some steps of all of them if b is contiguous
        /// along its rows, which are then read from end to end, else some of the panels.
        /// </summary>
        public readonly RightPart RightShare(int index, int parts, bool next)
        {
            int panels = RightPanels - FirstPacked, depth = next ? NextDepth : Depth;
            if (Whole.BColumn == 1)
            {
                int step = Part(depth, parts, index);
                return new(FirstPacked, panels, step, Part(depth, parts, index + 1) - step, next);
            }

            int panel = Part(panels, parts, index);
            return new(FirstPacked + panel, Part(panels, parts, index + 1) - panel, 0, depth, next);
        }

        /// <summary>Packs a part of some right panels, the first of which begins at the target.</summary>
        public readonly void PackRight(RightPart part, T* target)
        {
            T* source = RightSource(part);
            nint panelSize = (nint)Width * (part.Next ? NextDepth : Depth);
            int full = Math.Min(part.Panels, (Columns / Width) - part.Panel), rest = Columns - ((part.Panel + full) * Width);
            Panel.PackAll(source, Whole.BColumn, Whole.BRow, full, Width, part.Steps, target + ((nint)part.Step * Width), panelSize);
            if (full == part.Panels) return;
            int width = RegisterTile<T, TVector, StridedRight<T>>.Width(rest);
            Panel.Pack(
                source + (full * Width * Whole.BColumn), Whole.BColumn, Whole.BRow, rest, width, part.Steps,
                target + (full * panelSize) + ((nint)part.Step * width));
        }

        public readonly T* RightSource(RightPart part) =>
            Whole.B + ((FirstStep + (part.Next ? Depth : 0) + part.Step) * Whole.BRow)
            + ((FirstColumn + (part.Panel * Width)) * Whole.BColumn);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Tile(int index)
        {
            int height = TVector.Rows, width = Width;
            int rowTile = index / ColumnTiles, columnTile = index % ColumnTiles;
            int panelRow = Part(LeftPanels, RowTiles, rowTile), endPanelRow = Part(LeftPanels, RowTiles, rowTile + 1);
            int panelColumn = Part(RightPanels, ColumnTiles, columnTile);
            int endPanelColumn = Part(RightPanels, ColumnTiles, columnTile + 1);
            bool accumulate = Whole.Accumulate || FirstStep > 0;
            int firstRow = panelRow * height, endRow = Math.Min(Rows, endPanelRow * height);
            T* left = Left + ((nint)firstRow * Depth);
            T* own = null;
            if (OwnLeft)
            {
                left = Scratch.Take<T>(ScratchSlot.Item, (long)(endPanelRow - panelRow) * height * Depth);
                PackLeft(panelRow, endPanelRow - panelRow, left);
            }
            else if (OwnRight)
            {
                own = Scratch.Take<T>(ScratchSlot.Item, (long)OwnTogether * width * Depth);
            }

            RightPart share = NextDepth > 0 ? RightShare(index, RowTiles * ColumnTiles, next: true) : default;
            var ahead = new Ahead();
            int endNext = OwnLeft && (long)(Whole.M + Whole.N) * Whole.K * sizeof(T) > CachedBytes
                ? Math.Min(Rows, Part(LeftPanels, RowTiles, rowTile + 2) * height) : endRow;
            if (endNext > endRow)
            {
                ahead.Add(
                    Whole.A + ((FirstRow + endRow) * Whole.ARow) + (FirstStep * Whole.AColumn),
                    Whole.ARow, Whole.AColumn, endNext - endRow, Depth);
            }

            if (share.Panels > 0)
            {
                ahead.Add(
                    RightSource(share), Whole.BColumn, Whole.BRow,
                    Math.Min(Columns - (share.Panel * width), share.Panels * width), share.Steps);
            }

            ahead.Spread((endPanelRow - panelRow) * (endPanelColumn - panelColumn));

            int together = InPlace ? 1 : OwnRight ? OwnTogether : MaxTileColumns;
            for (int first = panelColumn; first < endPanelColumn; first += together)
            {
                int panels = Math.Min(together, endPanelColumn - first);
                if (OwnRight && !(InPlace && (first + 1) * width <= Columns))
                    PackRight(new(first, panels, 0, Depth, Next: false), own);

                T* packed = OwnRight ? own : RightPanel(first);
                T* c = Whole.C + ((FirstRow + firstRow) * Whole.CRow) + FirstColumn + (first * width);
                for (int i = firstRow; i < endRow; i += height)
                {
                    int rows = Math.Min(height, endRow - i);
                    T* leftPanel = left + ((nint)(i - firstRow) * Depth);
                    for (int panel = 0; panel < panels; panel++)
                    {
                        int column = (first + panel) * width, columns = Math.Min(width, Columns - column);
                        StridedRight<T> right = InPlace && columns == width
                            ? new(Whole.B + (FirstStep * Whole.BRow) + FirstColumn + column, Whole.BRow)
                            : new(packed + ((nint)panel * width * Depth), RegisterTile<T, TVector, StridedRight<T>>.Width(columns));
                        T* tile = c + (panel * width);
                        Prefetch.Rows(tile, Whole.CRow, rows, columns);
                        ahead.Step();
                        RegisterTile<T, TVector, StridedRight<T>>.Run(rows, columns, Depth, leftPanel, right, tile, Whole.CRow, accumulate);
                    }

                    c += height * Whole.CRow;
                }
            }

            if (share.Panels > 0) PackRight(share, NextRight + ((nint)(share.Panel - FirstPacked) * width * NextDepth));
        }

        private static int Part(int count, int parts, int index) => (int)((long)count * Math.Min(index, parts) / parts);
    }

    /// <summary>Packs some steps of some right panels, of this depth block or of the next.</summary>
    private readonly record struct RightPart(int Panel, int Panels, int Step, int Steps, bool Next);

    /// <summary>Packs a few thousand elements per item.</summary>
    private struct Pack : IWork
    {
        public const int ItemSize = 16 * 1024;

        public Block Block;
        public int LeftItems, RightItems, PerItem;

        public readonly void Do(int index)
        {
            if (index >= LeftItems)
            {
                RightPart part = Block.RightShare(index - LeftItems, RightItems, next: false);
                Block.PackRight(part, Block.RightPanel(part.Panel));
                return;
            }

            int panel = index * PerItem, panels = Math.Min(PerItem, Block.LeftPanels - panel);
            Block.PackLeft(panel, panels, Block.Left + ((nint)panel * TVector.Rows * Block.Depth));
        }
    }

    /// <summary>Computes one tile of the output block per item.</summary>
    private readonly struct Compute(Block block) : IWork
    {
        public void Do(int index) => block.Tile(index);
    }

    /// <summary>
    /// Prefetches up to two matrices that will be packed next, a few cache lines at a time, in the second half of the
    /// steps: what is prefetched earlier might be evicted again.
    /// </summary>
    private struct Ahead
    {
        private const int Line = 64;

        private Lines now, then;
        private int at, perStep, wait, total;

        /// <summary>A matrix of lanes by depth, in the direction in which it is contiguous.</summary>
        public void Add(T* matrix, nint laneStride, nint depthStride, int lanes, int depth)
        {
            bool along = laneStride == 1;
            var lines = new Lines
            {
                Row = (byte*)matrix,
                Stride = (along ? depthStride : laneStride) * sizeof(T),
                PerRow = ((along ? lanes : depth) * sizeof(T) / Line) + 1,
                Rows = along ? depth : lanes,
            };
            if (now.Rows == 0) now = lines;
            else then = lines;
            total += lines.PerRow * lines.Rows;
        }

        public void Spread(int steps)
        {
            wait = steps / 2;
            perStep = (total / (steps - wait)) + 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step()
        {
            if (wait-- <= 0) PrefetchNext();
        }

        private void PrefetchNext()
        {
            for (int left = perStep; left > 0 && now.Rows > 0;)
            {
                int run = Math.Min(left, now.PerRow - at);
                byte* line = now.Row + (at * Line);
                for (int i = 0; i < run; i++) Prefetch.LineToL2(line + (i * Line));
                left -= run;
                at += run;
                if (at < now.PerRow) return;
                at = 0;
                now.Row += now.Stride;
                if (--now.Rows > 0) continue;
                now = then;
                then.Rows = 0;
            }
        }

        private struct Lines
        {
            public byte* Row;
            public nint Stride;
            public int PerRow, Rows;
        }
    }
}
