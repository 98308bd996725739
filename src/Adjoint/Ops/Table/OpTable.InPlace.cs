namespace Adjoint.Ops;

/// <content>Changes in place of tensors and of views of them.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpCase> InPlace() =>
    [
        One("AddInPlace", "", x => x[0].Clone().AddInPlace(x[1], 2.5), In([2, 3]), In([3])),
        One("MultiplyInPlace", "", x => x[0].Clone().MultiplyInPlace(x[1]), In([2, 3]), In([2, 1])),
        One(
            "MultiplyInPlace", "a view that was there", x => Viewed(x[0], y => y.Transpose(), y => y.MultiplyInPlace(x[1])),
            In([2, 3]), In([3])),
        One(
            "MultiplyInPlace", "a stretched view", x => Viewed(x[0], y => y[1].Expand(4, 3), y => y.MultiplyInPlace(x[1])),
            In([2, 3]), In([3])),
        One("CopyFrom", "", x => x[0].Clone().CopyFrom(x[1]), In([2, 3]), In([3])),
        One("CopyFrom", "a diagonal", x => Viewed(x[0], y => y, y => y.Diagonal().CopyFrom(x[1])), In([3, 4]), In([3])),
        One("set_Slice", "[1..3, ^1]", x => Viewed(x[0], y => y, y => y[1..3, ^1] = x[1]), In([4, 3]), In([2])),
        One("set_Slice", "[every 2]", x => Viewed(x[0], y => y, y => y[TensorIndex.Every(.., 2)] = x[1]), In([5, 2]), In([3, 2])),
        One("set_Slice", "another view", x => Viewed(x[0], y => y[.., 0], y => y[1] = x[1]), In([3, 2]), In([])),
    ];

    /// <summary>A view of a copy, taken before the copy is changed.</summary>
    private static Tensor Viewed(Tensor x, Func<Tensor, Tensor> view, Action<Tensor> change)
    {
        Tensor copy = x.Clone();
        Tensor y = view(copy);
        change(copy);
        return y;
    }
}
