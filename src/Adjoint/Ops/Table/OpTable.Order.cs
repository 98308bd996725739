using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static IEnumerable<OpCase> Order() =>
    [
        .. Along("Sort", (x, axis) => x.Sort(axis).Values),
        .. Along("Sort", (x, axis) => x.Sort(axis, descending: true).Values, "descending"),
        .. Along("ArgSort", (x, axis) => x.ArgSort(axis)),
        .. Along("ArgSort", (x, axis) => x.ArgSort(axis, true), "descending"),
        One("MSort", "", x => x[0].MSort(), In([5, 3])),
        One("Sort", "long", x => x[0].Sort().Values, In([2, 100])),
        One("TopK", "2", x => x[0].TopK(2).Values, In([3, 5])),
        One("TopK", "3 axis=0 smallest", x => x[0].TopK(3, 0, largest: false).Values, In([4, 3])),
        One("TopK", "2 unsorted axis=1", x => x[0].TopK(2, 1, sorted: false).Values, In([2, 4, 3])),
        One("TopK", "3 long", x => x[0].TopK(3).Values, In([2, 100])),
        One("TopK", "0", x => x[0].TopK(0).Values, In([2, 3])),
        One("KthValue", "2", x => x[0].KthValue(2).Values, In([3, 5])),
        One("KthValue", "1 axis=0 keep", x => x[0].KthValue(1, 0, true).Values, In([4, 3])),
        .. Along("Max", (x, axis) => x.Max(axis).Values).Where(HasElements),
        .. Along("Max", (x, axis) => x.Max(axis, true).Values, "keep").Where(HasElements),
        .. Along("Min", (x, axis) => x.Min(axis).Values).Where(HasElements),
        .. Shapes.Where(s => s.Numel > 0).SelectMany(s => new[]
        {
            One("Max", "all", x => x[0].Max(), In(s)), One("Min", "all", x => x[0].Min(), In(s)),
            One("Median", "all", x => x[0].Median(), In(s)), One("NanMedian", "all", x => x[0].NanMedian(), In(s)),
            One("Aminmax", "all", x => x[0].Aminmax().Max, In(s)),
        }),
        .. Binary("Max", (a, b) => a.Max(b)),
        .. Binary("Min", (a, b) => a.Min(b)),
        One("Aminmax", "axis=1 keep", x => x[0].Aminmax(1, true).Min, In([3, 4])),
        .. Along("Median", (x, axis) => x.Median(axis).Values).Where(HasElements),
        .. Along("Median", (x, axis) => x.Median(axis, true).Values, "keep").Where(HasElements),
        .. Along("NanMedian", (x, axis) => x.NanMedian(axis).Values).Where(HasElements),
        .. Along("Mode", (x, axis) => x.Mode(axis).Values).Where(HasElements),
        .. Along("CumMax", (x, axis) => x.CumMax(axis).Values),
        .. Along("CumMin", (x, axis) => x.CumMin(axis).Values),
        One("Quantile", "0.3", x => x[0].Quantile(0.3), In([3, 4])),
        One("Quantile", "row axis=0", x => x[0].Quantile(x[1].Clamp(0, 1), 0), In([5, 3]), In([3], Probability)),
        One("Quantile", "number axis=-1 keep", x => x[0].Quantile(x[1].Clamp(0, 1), -1, true), In([2, 3, 4]), In([], Probability)),
        One("Quantile", "lower", x => x[0].Quantile(0.4, 1, interpolation: QuantileInterpolation.Lower), In([3, 4])),
        One("Quantile", "higher", x => x[0].Quantile(0.4, 1, interpolation: QuantileInterpolation.Higher), In([3, 4])),
        One("Quantile", "nearest", x => x[0].Quantile(0.5, 1, interpolation: QuantileInterpolation.Nearest), In([3, 4])),
        One("Quantile", "midpoint", x => x[0].Quantile(0.4, 1, interpolation: QuantileInterpolation.Midpoint), In([3, 4])),
        One("NanQuantile", "0.3", x => x[0].NanQuantile(0.3), In([3, 4])),
        One("NanQuantile", "row axis=1", x => x[0].NanQuantile(x[1].Clamp(0, 1), 1), In([2, 4, 3]), In([2], Probability)),
        One("SearchSorted", "", x => Tensor.SearchSorted(x[0].Sort().Values, x[1]), In([6]), In([2, 3])),
        One("SearchSorted", "rows right", x => Tensor.SearchSorted(x[0].Sort().Values, x[1], right: true), In([2, 6]), In([2, 3])),
        One("SearchSorted", "sorter", x => Tensor.SearchSorted(x[0], x[1], sorter: x[0].ArgSort()), In([6]), In([3])),
        One("SearchSorted", "number", x => Tensor.SearchSorted(x[0].Sort().Values, 0.2), In([6])),
        One("Bucketize", "", x => x[0].Bucketize(x[1].Sort().Values), In([3, 4]), In([5])),
        One("IsIn", "", x => x[0].IsIn(x[1]), Indices([3, 4], 9), Indices([2, 2], 9)),
        One("IsIn", "invert", x => x[0].IsIn(x[1], invert: true), Indices([5], 9), Indices([0], 9)),
        One("IsIn", "number", x => x[0].IsIn(3), Indices([6], 5)),
        One("HistC", "5 -1 1", x => x[0].HistC(5, -1, 1), In([4, 5])),
        One("Histogram", "4 range=(-1, 1) density", x => x[0].Histogram(4, (-1, 1), density: true).Hist, In([4, 5])),
        One("Histogram", "edges weight", x => x[0].Histogram(x[2].Sort().Values, x[1]).Hist, In([6]), In([6], Positive), In([4])),
    ];

    private static IEnumerable<OpCase> Scans() =>
    [
        .. Along("CumProd", (x, axis) => x.CumProd(axis)),
        .. Along("LogCumSumExp", (x, axis) => x.LogCumSumExp(axis)),
        One("Diff", "", x => x[0].Diff(), In([3, 4])),
        One("Diff", "2 axis=0", x => x[0].Diff(2, 0), In([4, 3])),
        One("Diff", "prepend append", x => x[0].Diff(1, 0, x[1], x[2]), In([3, 2]), In([1, 2]), In([2, 2])),
        One("Trapezoid", "dx=0.5", x => x[0].Trapezoid(0.5), In([3, 4])),
        One("Trapezoid", "x axis=0", x => x[0].Trapezoid(x[1], 0), In([4, 3]), In([4])),
        One("CumulativeTrapezoid", "", x => x[0].CumulativeTrapezoid(), In([3, 4])),
        One("CumulativeTrapezoid", "x axis=0", x => x[0].CumulativeTrapezoid(x[1], 0), In([4, 3]), In([4, 3])),
    ];

    private static IEnumerable<OpCase> Along(string method, Func<Tensor, int, Tensor> apply, string attributes = "")
    {
        string separator = attributes.Length > 0 ? " " : "";
        (Shape, int)[] places = [([], 0), ([5], -1), ([3, 4], 0), ([3, 4], -1), ([2, 5, 3], 1), ([2, 0], 0)];
        foreach ((Shape shape, int axis) in places)
            yield return One(method, $"{attributes}{separator}axis={axis}", x => apply(x[0], axis), In(shape));
    }
}
