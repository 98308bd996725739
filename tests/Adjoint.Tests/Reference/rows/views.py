"""Views by other names, repetition, joins and diagonals."""

import torch

from .table import real


def add(table):
    names(table)
    pieces(table)
    repetition(table)
    joins(table)
    diagonals(table)


def names(table):
    row = table.row
    row("get_T", "", lambda x: x.T, (real(2, 3),), (real(4),), (real(),))
    row("get_H", "", lambda x: x.H, (real(2, 3),), (real(),))
    row("get_MT", "", lambda x: x.mT, (real(2, 3, 4),), (real(2, 3),))
    row("View", "[3, -1]", lambda x: x.contiguous().view(3, -1), (real(2, 3, 2),), (real(6),), (real(3, 1, 4),))
    row("ViewAs", "", lambda x, y: x.contiguous().view_as(y), (real(2, 3), real(3, 2)), (real(1), real()))
    row("ReshapeAs", "", lambda x, y: x.reshape_as(y), (real(2, 3), real(3, 2)), (real(4), real(2, 2)))
    row("Ravel", "", torch.ravel, (real(),), (real(2, 3),), (real(0),), (real(2, 1, 3),))
    row("BroadcastTo", "[4, 2, 3]", lambda x: x.broadcast_to(4, 2, 3), (real(2, 1),), (real(3),), (real(),))
    row("BroadcastTo", "[3, -1]", lambda x: x.broadcast_to(3, -1), (real(2),), (real(1, 4),))
    row("ExpandAs", "", lambda x, y: x.expand_as(y), (real(2, 1), real(4, 2, 3)), (real(), real(2)))
    row("BroadcastTensors", "", lambda *x: torch.broadcast_tensors(*x)[0], (real(2, 1), real(3)), (real(), real(2), real(1, 1)))
    row("MoveAxis", "0 -1", lambda x: x.moveaxis(0, -1), (real(2, 3, 4),), (real(2, 3),), (real(4),))
    row("MoveAxis", "[0, 1] [-1, 0]", lambda x: x.movedim((0, 1), (-1, 0)), (real(2, 3, 4),), (real(2, 1, 3, 2),))
    row("SwapAxes", "0 2", lambda x: x.swapaxes(0, 2), (real(2, 3, 4),), (real(2, 1, 3, 2),))
    for axes in (1, 2, 3):
        function = getattr(torch, f"atleast_{axes}d")
        row(f"AtLeast{axes}d", "", function, (real(),), (real(5),), (real(3, 4),), (real(2, 1, 3),), (real(0),))


def pieces(table):
    row = table.row
    row("Select", "1 -1", lambda x: x.select(1, -1), (real(2, 4, 2),), (real(3, 2),))
    row("Unbind", "1", lambda x: x.unbind(1)[2], (real(2, 3, 2),), (real(1, 4),))
    row("Chunk", "2", lambda x: x.chunk(2)[1], (real(5, 2),), (real(2),), (real(4, 1),))
    row("TensorSplit", "3 1", lambda x: x.tensor_split(3, 1)[0], (real(2, 5),), (real(1, 2, 3),), (real(2, 7),))
    row("TensorSplit", "[1, -1]", lambda x: x.tensor_split((1, -1))[1], (real(5, 2),), (real(2),), (real(1, 2),))
    row("Unfold", "0 3 2", lambda x: x.unfold(0, 3, 2), (real(7, 2),), (real(3),), (real(6, 1, 2),))
    row("Unfold", "-1 2 1", lambda x: x.unfold(-1, 2, 1), (real(2, 5),), (real(2),), (real(2, 2, 3),))
    row("Unfold", "1 2 3", lambda x: x.unfold(1, 2, 3), (real(2, 5, 2),), (real(1, 8),))
    row("AsStrided", "[2, 3] [1, 2] 1", lambda x: x.contiguous().as_strided((2, 3), (1, 2), 1), (real(3, 3),), (real(8),))
    row("AsStrided", "[2, 2] [0, 1]", lambda x: x.contiguous().as_strided((2, 2), (0, 1)), (real(4),), (real(2, 2),))
    row("Flipud", "", torch.flipud, (real(2, 3),), (real(4),))
    row("Fliplr", "", torch.fliplr, (real(2, 3),), (real(2, 2, 2),))


def repetition(table):
    row = table.row
    row("Repeat", "[2, 1, 3]", lambda x: x.repeat(2, 1, 3), (real(2, 3),), (real(4),), (real(),), (real(2, 1, 2),))
    row("Repeat", "[2, 0]", lambda x: x.repeat(2, 0), (real(2, 3),), (real(4),))
    row("Tile", "[2]", lambda x: x.tile(2), (real(2, 3),), (real(),), (real(3),))
    row("Tile", "[2, 1, 2]", lambda x: x.tile(2, 1, 2), (real(3),), (real(2, 2),), (real(1, 2, 1, 2),))
    row("RepeatInterleave", "2", lambda x: x.repeat_interleave(2), (real(2, 3),), (real(4),), (real(),))
    row("RepeatInterleave", "3 axis=1", lambda x: x.repeat_interleave(3, 1), (real(2, 3),), (real(1, 2, 2),))
    counts = torch.tensor([1, 0, 2])
    row("RepeatInterleave", "[1, 0, 2] axis=0", lambda x: x.repeat_interleave(counts, 0), (real(3, 2),), (real(3),))
    row("Roll", "2", lambda x: x.roll(2), (real(2, 3),), (real(5),), (real(),), (real(1, 1, 2),))
    row("Roll", "[1, -2] [0, 1]", lambda x: x.roll((1, -2), (0, 1)), (real(3, 4),), (real(1, 5, 2),))
    row("Rot90", "", lambda x: x.rot90(), (real(2, 3),), (real(3, 2, 2),))
    row("Rot90", "-1 [1, 2]", lambda x: x.rot90(-1, (1, 2)), (real(2, 3, 2),), (real(1, 2, 4),))
    row("Rot90", "2", lambda x: x.rot90(2), (real(2, 3),), (real(1, 4),))


def joins(table):
    row = table.row
    row("Concat", "vector of nothing", lambda *x: torch.cat(x), (real(0), real(2, 3)), (real(1, 2, 2), real(0), real(2, 2, 2)))
    row("Hstack", "", lambda *x: torch.hstack(x), (real(2, 3), real(2, 1)), (real(2, 1, 2), real(2, 2, 2)))
    row("Hstack", "vectors", lambda *x: torch.hstack(x), (real(2), real()), (real(), real(), real(3)))
    row("Vstack", "", lambda *x: torch.vstack(x), (real(2, 3), real(3)), (real(), real(1)), (real(1, 2, 2), real(3, 2, 2)))
    row("Dstack", "", lambda *x: torch.dstack(x), (real(2, 3), real(2, 3, 2)), (real(3), real(3)), (real(), real()))
    row("ColumnStack", "", lambda *x: torch.column_stack(x), (real(2), real(2, 3)), (real(), real()), (real(2, 1, 2), real(2, 3, 2)))
    row("RowStack", "", lambda *x: torch.row_stack(x), (real(3), real(2, 3)), (real(2), real(2)))
    row("Hsplit", "2", lambda x: x.hsplit(2)[1], (real(2, 4),), (real(6),))
    row("Hsplit", "[1]", lambda x: x.hsplit((1,))[1], (real(4),), (real(2, 3),))
    row("Vsplit", "2", lambda x: x.vsplit(2)[1], (real(4, 2),), (real(2, 1, 2),))
    row("Vsplit", "[1, 3]", lambda x: x.vsplit((1, 3))[1], (real(4, 2),), (real(2, 2),))
    row("Dsplit", "2", lambda x: x.dsplit(2)[0], (real(1, 2, 4),), (real(1, 1, 2, 2),))
    row("Dsplit", "[1]", lambda x: x.dsplit((1,))[1], (real(1, 2, 4),), (real(2, 1, 1),))
    row("BlockDiag", "", lambda *x: torch.block_diag(*x), (real(2, 3), real(2), real(), real(1, 2)), (real(3),), (real(2, 2), real(0, 1)))
    row("Meshgrid", "0", lambda *x: torch.meshgrid(*x, indexing="ij")[0], (real(2), real(3)), (real(3),), (real(), real(2)))
    row("Meshgrid", "1 xy", lambda *x: torch.meshgrid(*x, indexing="xy")[1], (real(2), real(3), real(2)), (real(2), real(3)))
    product = lambda *x: torch.cartesian_prod(*x)
    row("CartesianProd", "", product, (real(2), real(3), real(2)), (real(1), real(4)))
    row("CartesianProd", "one", product, (real(3),), (real(1),))
    row("Combinations", "", lambda x: torch.combinations(x), (real(4),), (real(2),), (real(6),))
    row("Combinations", "3", lambda x: torch.combinations(x, 3), (real(4),), (real(5),))
    row("Combinations", "2 with replacement", lambda x: torch.combinations(x, 2, True), (real(3),), (real(1),))


def diagonals(table):
    row = table.row
    row("Diag", "", torch.diag, (real(3),), (real(3, 4),))
    row("Diag", "1", lambda x: torch.diag(x, 1), (real(3, 4),), (real(2),))
    row("Diag", "-2", lambda x: torch.diag(x, -2), (real(2),), (real(4, 3),))
    row("DiagEmbed", "", torch.diag_embed, (real(2, 3),), (real(4),), (real(2, 1, 2),))
    row("DiagEmbed", "1 0 2", lambda x: torch.diag_embed(x, 1, 0, 2), (real(2, 3),), (real(2, 2, 2),))
    row("Diagflat", "", torch.diagflat, (real(2, 2),), (real(3),))
    row("Diagflat", "-1", lambda x: torch.diagflat(x, -1), (real(),), (real(2, 2),))
    row("DiagonalScatter", "", lambda x, s: torch.diagonal_scatter(x, s), (real(3, 4), real(3)), (real(4, 2, 3), real(3, 2)))
    row("DiagonalScatter", "1 0 2", lambda x, s: torch.diagonal_scatter(x, s, 1, 0, 2), (real(3, 2, 4), real(2, 3)))
    row("SelectScatter", "1 -1", lambda x, s: torch.select_scatter(x, s, 1, -1), (real(2, 3, 2), real(2, 2)), (real(2, 3), real(2)))
    # PyTorch 1.13 takes the end from the source's size.
    part = lambda x, s: torch.cat([x[:, :1], s, x[:, 3:]], 1)
    row("SliceScatter", "1 1 3", part, (real(2, 4), real(2, 2)), (real(2, 3), real(2, 2)))
    row("SliceScatter", "0 step=2", lambda x, s: torch.slice_scatter(x, s, step=2), (real(5, 2), real(3, 2)), (real(4), real(2)))
