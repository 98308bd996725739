using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

internal static partial class OpTable
{
    /// <summary>Further attributes of rows of other groups, where the arithmetic is another one or has points of its own.</summary>
    private static IEnumerable<OpCase> Numerics() =>
    [
        .. Unary("Pow", x => x.Pow(4), attributes: "4"),
        .. Unary("Pow", x => x.Pow(7), attributes: "7"),
        .. Unary("Pow", x => x.Pow(-1), Positive, "-1"),
        .. Unary("Pow", x => x.Pow(-2), Positive, "-2"),
        .. Unary("Pow", x => x.Pow(-3), Positive, "-3"),
        .. Unary("Pow", x => x.Pow(-0.5), Positive, "-0.5"),
        .. Unary("Pow", x => x.Pow(2.5), Positive, "2.5"),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(0.5, axes, keep), "p=0.5"),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(1.5, axes, keep), "p=1.5"),
        .. Reduction("Norm", (x, axes, keep) => x.Norm(-1, axes, keep), "p=-1").Where(HasElements),
        One("AvgPool1d", "12 ceil", x => x[0].AvgPool1d(12, ceilMode: true), In([1, 2, 7])),
        One("AvgPool2d", "(6, 5) stride=4 ceil", x => x[0].AvgPool2d((6, 5), 4, ceilMode: true), In([1, 2, 3, 7])),
        One("MaxPool1d", "5 stride=3 ceil", x => x[0].MaxPool1d(5, 3, ceilMode: true), In([1, 2, 3])),
        One("LpPool1d", "p=1 kernel=2", x => x[0].LpPool1d(1, 2), In([2, 2, 5])),
        One("LpPool1d", "p=2 kernel=4 stride=3 ceil", x => x[0].LpPool1d(2, 4, 3, true), In([2, 2, 3])),
        One("UpsampleNearest", "scale=1.19", x => x[0].UpsampleNearest(scaleFactor: 1.19), In([1, 1, 5, 3])),
        One("UpsampleNearest", "scale=2.1", x => x[0].UpsampleNearest(scaleFactor: 2.1), In([1, 1, 5, 4])),
        One("UpsampleLinear", "scale=1.19", x => x[0].UpsampleLinear(scaleFactor: 1.19), In([1, 2, 5, 6])),
    ];
}
