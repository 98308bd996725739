using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The packed five-loop algorithm (Goto and van de Geijn 2008): blocks of depth and columns, in which all threads first
/// pack the panels of both operands, each panel once, and then compute the tiles of the output, each from the shared
/// panels. Where one tile spans all rows or all columns, the panels only it uses are packed by the thread that computes
/// it, and never cross between caches. Depth blocks follow one another, so every element is summed in one order.
/// </summary>
internal static unsafe class GemmBlocked<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>Depth of a block: a right panel of two registers then fills the first-level cache at most.</summary>
    private const int MaxDepth = 384;

    /// <summary>Columns and rows of a block: what bounds the packed panels to a few megabytes.</summary>
    private const int MaxColumns = 3072, MaxRows = 3072;

    /// <summary>The largest tile, in panels: its left panels stay in the second-level cache.</summary>
    private const int MaxTileRows = 12, MaxTileColumns = 8;

    private const long TileWork = 512 * 1024;

    /// <summary>Panels needed along the other side before tiles may span one side whole.</summary>
    private const int EnoughPanels = 8;

    /// <summary>So few elements the caller packs alone.</summary>
    private const int SharedPacking = 16 * 1024;

    public static void Multiply(in Product<T> product, bool parallel)
    {
        int height = TWide.Rows, width = 2 * TWide.Lanes;
        int depthBlocks = (product.K + MaxDepth - 1) / MaxDepth;
        int depth = (product.K + depthBlocks - 1) / depthBlocks;
        int columns = Math.Min(product.N, MaxColumns);
        int rows = Math.Min(product.M, MaxRows);

        var block = new Block { Whole = product };

        // Few rows: a right panel would be used too rarely to earn back its packing, and is read where it is.
        block.InPlace = product.BColumn == 1 && product.M <= 2 * height;
        block.Left = Scratch.Take<T>(ScratchSlot.Left, (long)RoundUp(rows, height) * depth);
        block.Right = Scratch.Take<T>(ScratchSlot.Right, (long)(block.InPlace ? width : RoundUp(columns, width)) * depth);

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
                    block.Run(parallel, packRight: i == 0);
                }
            }
        }
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;

    private struct Block
    {
        public Product<T> Whole;
        public T* Left, Right;
        public int FirstRow, Rows, FirstColumn, Columns, FirstStep, Depth;

        /// <summary>Only a last right panel that is not full is packed.</summary>
        public bool InPlace;

        /// <summary>Whether tiles span all rows, or all columns, and pack the panels that only they use.</summary>
        public bool OwnRight, OwnLeft;

        public readonly int LeftPanels => (Rows + TWide.Rows - 1) / TWide.Rows;

        public readonly int RightPanels => (Columns + (2 * TWide.Lanes) - 1) / (2 * TWide.Lanes);

        public void Run(bool parallel, bool packRight)
        {
            OwnRight = LeftPanels <= MaxTileRows && RightPanels >= EnoughPanels;
            OwnLeft = !OwnRight && RightPanels <= MaxTileColumns && LeftPanels >= EnoughPanels;

            var pack = new Pack { Block = this };
            pack.PerItem = Math.Clamp(16 * 1024 / (Depth * TWide.Rows), 1, LeftPanels);
            pack.LeftItems = OwnLeft ? 0 : (LeftPanels + pack.PerItem - 1) / pack.PerItem;
            int firstRight = InPlace ? Columns / (2 * TWide.Lanes) : 0;
            pack.FirstRight = packRight && !OwnRight ? firstRight : RightPanels;
            int packs = pack.LeftItems + RightPanels - pack.FirstRight;
            long packed = (long)Depth * ((OwnLeft ? 0 : Rows) + ((RightPanels - pack.FirstRight) * 2 * TWide.Lanes));

            var compute = new Compute { Block = this, TileRows = MaxTileRows, TileColumns = MaxTileColumns };
            compute.Cut();

            if (parallel && packed > SharedPacking) WorkerPool.For(packs, ref pack);
            else WorkerPool.Inline(packs, ref pack);
            if (parallel) WorkerPool.For(compute.Items, ref compute);
            else WorkerPool.Inline(compute.Items, ref compute);
        }

        public readonly T* RightPanel(int panel) => Right + (InPlace ? 0 : (nint)panel * 2 * TWide.Lanes * Depth);

        public readonly void PackLeft(int panel, T* target)
        {
            int row = panel * TWide.Rows;
            int rows = Math.Min(TWide.Rows, Rows - row);
            T* source = Whole.A + ((FirstRow + row) * Whole.ARow) + (FirstStep * Whole.AColumn);
            Panel.Pack(
                source, Whole.ARow, Whole.AColumn, rows, RegisterTile<T, TWide, StridedRight<T>>.Height(rows), Depth, target);
        }

        public readonly void PackRight(int panel, T* target)
        {
            int column = panel * 2 * TWide.Lanes;
            int columns = Math.Min(2 * TWide.Lanes, Columns - column);
            T* source = Whole.B + (FirstStep * Whole.BRow) + ((FirstColumn + column) * Whole.BColumn);
            Panel.Pack(
                source, Whole.BColumn, Whole.BRow, columns, RegisterTile<T, TWide, StridedRight<T>>.Width(columns), Depth, target);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Tile(int panelRow, int panelRows, int panelColumn, int panelColumns)
        {
            int height = TWide.Rows, width = 2 * TWide.Lanes;
            bool accumulate = Whole.Accumulate || FirstStep > 0;
            int endRow = Math.Min(Rows, (panelRow + panelRows) * height);
            int endColumn = Math.Min(Columns, (panelColumn + panelColumns) * width);
            T* left = Left + ((nint)panelRow * height * Depth);
            T* own = null;
            if (OwnLeft)
            {
                left = Scratch.Take<T>(ScratchSlot.Item, (long)panelRows * height * Depth);
                for (int panel = panelRow; panel * height < endRow; panel++)
                    PackLeft(panel, left + ((nint)(panel - panelRow) * height * Depth));
            }
            else if (OwnRight)
            {
                own = Scratch.Take<T>(ScratchSlot.Item, (long)width * Depth);
            }

            for (int j = panelColumn * width; j < endColumn; j += width)
            {
                int columns = Math.Min(width, endColumn - j);
                StridedRight<T> right;
                if (InPlace && columns == width)
                {
                    right = new(Whole.B + (FirstStep * Whole.BRow) + FirstColumn + j, Whole.BRow);
                }
                else
                {
                    if (OwnRight) PackRight(j / width, own);
                    right = new(
                        OwnRight ? own : RightPanel(j / width), RegisterTile<T, TWide, StridedRight<T>>.Width(columns));
                }

                int firstRow = panelRow * height;
                T* c = Whole.C + ((FirstRow + firstRow) * Whole.CRow) + FirstColumn + j;
                for (int i = firstRow; i < endRow; i += height)
                {
                    RegisterTile<T, TWide, StridedRight<T>>.Run(
                        Math.Min(height, endRow - i), columns, Depth, left + ((nint)(i - firstRow) * Depth), right, c,
                        Whole.CRow, accumulate);
                    c += height * Whole.CRow;
                }
            }
        }
    }

    /// <summary>Packs a few left panels, or one right panel, per item.</summary>
    private struct Pack : IWork
    {
        public Block Block;
        public int LeftItems, PerItem, FirstRight;

        public readonly void Do(int index)
        {
            if (index >= LeftItems)
            {
                int right = FirstRight + index - LeftItems;
                Block.PackRight(right, Block.RightPanel(right));
                return;
            }

            int end = Math.Min(Block.LeftPanels, (index + 1) * PerItem);
            for (int panel = index * PerItem; panel < end; panel++)
                Block.PackLeft(panel, Block.Left + ((nint)panel * TWide.Rows * Block.Depth));
        }
    }

    /// <summary>Computes one tile of the output block per item.</summary>
    private struct Compute : IWork
    {
        public Block Block;
        public int TileRows, TileColumns;

        private readonly int RowTiles => (Block.LeftPanels + TileRows - 1) / TileRows;

        private readonly int ColumnTiles => (Block.RightPanels + TileColumns - 1) / TileColumns;

        public readonly int Items => RowTiles * ColumnTiles;

        /// <summary>Halves the tiles until there are enough for every thread, or they are too small to be worth it.</summary>
        public void Cut()
        {
            TileRows = Math.Min(TileRows, Block.LeftPanels);
            TileColumns = Math.Min(TileColumns, Block.RightPanels);
            long panelWork = (long)TWide.Rows * 2 * TWide.Lanes * Block.Depth;
            while (Items < 32 && TileRows * TileColumns > 1 && TileRows * TileColumns * panelWork > TileWork)
            {
                bool cutRows = TileRows >= TileColumns;
                if (Block.OwnRight) cutRows = false;
                if (Block.OwnLeft) cutRows = true;
                if ((cutRows ? TileRows : TileColumns) == 1) break;
                if (cutRows) TileRows = (TileRows + 1) / 2;
                else TileColumns = (TileColumns + 1) / 2;
            }
        }

        public readonly void Do(int index)
        {
            int row = index / ColumnTiles * TileRows, column = index % ColumnTiles * TileColumns;
            Block.Tile(row, TileRows, column, TileColumns);
        }
    }
}
