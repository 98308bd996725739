using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

/// <summary>Reading and writing at index tensors and masks. Those whose result's size depends on a mask have it as a constant.</summary>
internal static partial class OpTable
{
    private static Tensor RowMask => Tensor.Of(true, false, true, true);

    private static Tensor CellMask => Tensor.From([true, false, true, false, false, true, true, false, true, false, true, true], [4, 3]);

    private static Tensor NoMask => Tensor.Of(false, false, false, false);

    private static IEnumerable<OpCase> Places() =>
    [
        One("get_Slice", "[index]", x => x[0][x[1] - 2], In([4, 3]), Indices([2, 3], 4)),
        One("get_Slice", "[.., index]", x => x[0][.., x[1]], In([2, 4, 3]), Indices([3], 4)),
        One("get_Slice", "[index, index]", x => x[0][x[1], x[2]], In([4, 3, 2]), Indices([2, 1], 4), Indices([3], 3)),
        One("get_Slice", "[index, .., index]", x => x[0][x[1], .., x[2]], In([4, 2, 3]), Indices([5], 4), Indices([5], 3)),
        One("get_Slice", "[index, .., index] few", x => x[0][x[1], .., x[2]], In([4, 2, 3]), Indices([1], 4), Indices([1], 3)),
        One("get_Slice", "[..., index, new, 1..]", x => x[0][
            TensorIndex.Ellipsis, x[1], TensorIndex.NewAxis, 1..], In([2, 4, 3]), Indices([2, 2], 4)),
        One("get_Slice", "[1.., index, ^1]", x => x[0][1.., x[1], ^1], In([3, 4, 2]), Indices([3], 4)),
        One("get_Slice", "[index] empty", x => x[0][x[1]], In([4, 3]), Indices([0], 4)),
        One("get_Slice", "[number index]", x => x[0][x[1]], In([4, 3]), Indices([], 4)),
        One("get_Slice", "[mask]", x => x[0][RowMask], In([4, 3])),
        One("get_Slice", "[mask over all]", x => x[0][CellMask], In([4, 3])),
        One("get_Slice", "[mask, index]", x => x[0][CellMask, x[1]], In([4, 3, 2]), Indices([7], 2)),
        One("get_Slice", "[mask, .., index]", x => x[0][RowMask, .., x[1]], In([4, 2, 3]), Indices([1], 3)),
        One("get_Slice", "[mask of nothing]", x => x[0][NoMask], In([4, 3])),
        One("get_Slice", "[true]", x => x[0][(Tensor)true], In([2, 3])),
        One("IndexPut", "[index]", x => x[0].IndexPut([x[1] - 4], x[2]), In([4, 3]), Indices([5], 4), In([5, 3])),
        One("IndexPut", "[index] number", x => x[0].IndexPut([x[1]], x[2]), In([4, 3]), Indices([2], 4), In([])),
        One("IndexPut", "[index] accumulate", x => x[0].IndexPut([x[1]], x[2], true), In([4, 3]), Indices([5], 4), In([5, 1])),
        One("IndexPut", "[index, index]", x => x[0]
            .IndexPut([x[1], x[2]], x[3]), In([4, 3, 2]), Indices([2, 1], 4), Indices([3], 3), In([2, 3, 2])),
        One("IndexPut", "[index, .., index] accumulate", x => x[0]
            .IndexPut([x[1], Range.All, x[2]], x[3], true), In([4, 2, 3]), Indices([5], 4), Indices([5], 3), In([5, 2])),
        One("IndexPut", "[1.., index, ^1]", x => x[0].IndexPut([1.., x[1], ^1], x[2]), In([3, 4, 2]), Indices([3], 4), In([2, 3])),
        One("IndexPut", "[1..3]", x => x[0].IndexPut([1..3], x[1]), In([4, 3]), In([3])),
        One("IndexPut", "[mask] row", x => x[0].IndexPut([x[1]], x[2]), In([4, 3]), In([4], Truth), In([3])),
        One("IndexPut", "[mask over all] number", x => x[0].IndexPut([x[1]], x[2]), In([4, 3]), In([4, 3], Truth), In([])),
        One("IndexPut", "[mask] rows", x => x[0].IndexPut([RowMask], x[1]), In([4, 3]), In([3, 3])),
        One("IndexPut", "[mask] accumulate", x => x[0].IndexPut([RowMask], x[1], true), In([4, 3]), In([3, 3])),
        One("Take", "", x => x[0].Take(x[1] - 6), In([4, 3]), Indices([2, 3], 12)),
        One("Put", "", x => x[0].Put(x[1], x[2]), In([4, 3]), Indices([2, 3], 12), In([2, 3])),
        One("Put", "accumulate", x => x[0].Put(x[1] - 12, x[2], true), In([4, 3]), Indices([5], 12), In([5])),
        One("TakeAlongAxis", "1", x => x[0].TakeAlongAxis(x[1], 1), In([2, 4, 1]), Indices([1, 3, 2], 4)),
        One("TakeAlongAxis", "all", x => x[0].TakeAlongAxis(x[1]), In([2, 4]), Indices([5], 8)),
        One("PutAlongAxis", "0", x => x[0].PutAlongAxis(x[1], x[2], 0), In([4, 3]), Indices([2, 1], 4), In([1])),
        One("MaskedFill", "tensor", x => x[0].MaskedFill(x[1], x[2]), In([2, 3]), In([3], Truth), In([])),
        One("MaskedSelect", "", x => x[0].MaskedSelect(CellMask), In([4, 3])),
        One("MaskedSelect", "broadcast", x => x[0].MaskedSelect(Tensor.Of(true, false, true)), In([4, 1])),
        One("MaskedScatter", "", x => x[0].MaskedScatter(x[1], x[2]), In([4, 3]), In([4, 3], Truth), In([4, 3])),
        One("MaskedScatter", "broadcast", x => x[0].MaskedScatter(x[1], x[2]), In([3]), In([2, 1], Truth), In([2, 4])),
        One("Where", "number", x => Tensor.Where(x[0], x[1], 1.5), In([2, 3], Truth), In([2, 3])),
        One("Where", "number first", x => Tensor.Where(x[0], 1.5, x[1]), In([2, 3], Truth), In([3])),
        One("Where", "numbers", x => Tensor.Where(x[0], 1.5, -0.5), In([2, 3], Truth)),
        One("Where", "integers", x => Tensor.Where(x[0], 2, -1), In([2, 3], Truth)),
        One("Where", "instance", x => x[1].Where(x[0], x[2]), In([2, 3], Truth), In([2, 3]), In([3])),
    ];

    private static IEnumerable<OpCase> Scattering() =>
    [
        One("IndexAdd", "0", x => x[0].IndexAdd(0, x[1], x[2]), In([4, 3]), Indices([5], 4), In([5, 3])),
        One("IndexAdd", "1 alpha=2.5", x => x[0].IndexAdd(1, x[1], x[2], 2.5), In([2, 4, 2]), Indices([3], 4), In([2, 3, 2])),
        One("IndexCopy", "0", x => x[0].IndexCopy(0, x[1], x[2]), In([4, 3]), Indices([3], 4), In([3, 3])),
        One("IndexCopy", "-1", x => x[0].IndexCopy(-1, x[1], x[2]), In([2, 4]), Indices([6], 4), In([2, 6])),
        One("IndexFill", "1", x => x[0].IndexFill(1, x[1], 1.5), In([2, 4, 2]), Indices([2], 4)),
        One("IndexFill", "0 tensor", x => x[0].IndexFill(0, x[1], x[2]), In([4, 3]), Indices([2], 4), In([])),
        One("Scatter", "0", x => x[0].Scatter(0, x[1], x[2]), In([4, 3]), Indices([2, 3], 4), In([3, 3])),
        One("Scatter", "-1", x => x[0].Scatter(-1, x[1], x[2]), In([2, 3, 4]), Indices([1, 3, 5], 4), In([1, 3, 5])),
        One("Scatter", "0 number", x => x[0].Scatter(0, x[1], 1.5), In([4, 3]), Indices([2, 2], 4)),
        One("Scatter", "0 add", x => x[0].Scatter(0, x[1], x[2], ScatterReduction.Sum), In([4, 3]), Indices([2, 3], 4), In([2, 3])),
        One("Scatter", "0 number multiply", x => x[0].Scatter(0, x[1], 1.5, ScatterReduction.Prod), In([4, 3]), Indices([2, 3], 4)),
        .. Enum.GetValues<ScatterReduction>().SelectMany(reduce => new[]
        {
            One("ScatterReduce", $"0 {reduce}", x => x[0].ScatterReduce(0, x[1], x[2], reduce), In([3, 3]), Indices([4, 3], 3), In([5, 3])),
            One("ScatterReduce", $"1 {reduce} without self", x => x[0]
                .ScatterReduce(1, x[1], x[2], reduce, false), In([2, 4]), Indices([2, 5], 4), In([2, 5])),
        }),
        One("IndexReduce", "1 Prod", x => x[0]
            .IndexReduce(1, x[1], x[2], ScatterReduction.Prod), In([2, 4]), Indices([5], 4), In([2, 5])),
        One("IndexReduce", "0 Amax without self", x => x[0]
            .IndexReduce(0, x[1], x[2], ScatterReduction.Amax, false), In([4, 2]), Indices([5], 4), In([5, 2])),
    ];
}
