namespace Adjoint.Tests.Ops.Reductions;

/// <summary>That reductions take the same arguments, types and numbers.</summary>
public sealed class ReductionWordsTests
{
    [Fact]
    public void An_axis_and_keepDims_are_said_in_one_way()
    {
        Tensor x = Tensor.Of(1.0, 2, 3, 4, 5, 7).Reshape(2, 3);
        Tensor[] kept =
        [
            x.Sum(1, keepDims: true), x.Mean(1, keepDims: true), x.Prod(1, keepDims: true), x.Var(1, keepDims: true),
            x.Std(1, keepDims: true), x.Amax(1, keepDims: true), x.Amin(1, keepDims: true), x.LogSumExp(1, keepDims: true),
            x.Norm(2, 1, keepDims: true), x.All(1, keepDims: true), x.Any(1, keepDims: true), x.NanSum(1, keepDims: true),
            x.NanMean(1, keepDims: true), x.CountNonzero([1], keepDims: true), x.ArgMax(1, keepDims: true), x.Max(1, keepDims: true).Values,
            x.Median(1, keepDims: true).Values, x.Mode(1, keepDims: true).Values, x.KthValue(1, 1, keepDims: true).Values,
            x.Quantile(0.5, 1, keepDims: true), x.VarMean(1, keepDims: true).Mean, x.StdMean(1, keepDims: true).Std,
            x.Aminmax(1, keepDims: true).Max,
        ];
        kept.ShouldAllBe(y => y.Shape == new[] { 2, 1 });
        x.Sum(keepDims: true).Shape.ShouldBe([1, 1]);
        x.ArgMin(keepDims: true).Shape.ShouldBe([1, 1]);
    }

    [Fact]
    public void A_number_has_an_axis_0()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64);
        Tensor[] reduced =
        [
            x.Sum(0), x.Mean(-1), x.Amax(0), x.Sum(0, keepDims: true), x.CumSum(0), x.CumProd(-1), x.Softmax(0), x.LogSoftmax(),
            x.LogCumSumExp(0), x.ArgMax(0), x.Any(0), x.Max(0).Values, x.LogSumExp(0),
        ];
        reduced.ShouldAllBe(y => y.Rank == 0);
        Should.Throw<ShapeException>(() => x.Sum(1)).Message.ShouldStartWith("Sum: axis 1 does not exist");
    }

    [Fact]
    public void A_type_is_taken_before_the_sum()
    {
        Tensor bytes = Tensor.Full([1000], 200, DType.UInt8);
        bytes.Sum().Item().ShouldBe(200_000);
        bytes.Sum(dtype: DType.Float64).DType.ShouldBe(DType.Float64);
        bytes.Sum(0, false, DType.UInt8).Item().ShouldBe(200_000 % 256);
        bytes.Mean(dtype: DType.Float64).Item().ShouldBe(200);
        bytes.Prod(dtype: DType.Float32).DType.ShouldBe(DType.Float32);
        bytes.CumSum(0, DType.Float32).DType.ShouldBe(DType.Float32);
        bytes.NanSum().DType.ShouldBe(DType.Int64);
        bytes.Softmax(0, DType.Float64).DType.ShouldBe(DType.Float64);
        bytes.Norm(dtype: DType.Float64).Item().ShouldBe(200 * Math.Sqrt(1000), 1e-9);
    }

    [Fact]
    public void Truths_are_reduced_over_axes()
    {
        Tensor x = Tensor.Of(0f, 0, 1, float.NaN, 2, 3).Reshape(3, 2);
        x.Any(1).ToArray<bool>().ShouldBe([false, true, true]);
        x.All(1).ToArray<bool>().ShouldBe([false, true, true]);
        x.All([0], true).ToArray<bool>().ShouldBe([false, false]);
        Tensor nothing = Tensor.Zeros([0, 3], DType.Bool);
        nothing.All(0).ToArray<bool>().ShouldBe([true, true, true]);
        nothing.Any(0).ToArray<bool>().ShouldBe([false, false, false]);
        for (int length = 1; length < 200; length++)
        {
            Tensor one = Tensor.Zeros([length]);
            one.Any().ShouldBeFalse();
            one[length - 1] = Tensor.Scalar(1);
            one.Any().ShouldBeTrue();
            (1 - one).All().ShouldBeFalse();
            one.CountNonzero().Item().ShouldBe(1);
        }
    }

    [Fact]
    public void Running_products_of_integers_stay_whole()
    {
        Tensor.Of(3, 5, 7).CumProd(0).ToArray<long>().ShouldBe([3, 15, 105]);
        Tensor x = Tensor.Full([3, 2, 70], 1.01, DType.Float32);
        Tensor y = x.CumProd(1);
        y.ToArray<float>().Distinct().Count().ShouldBe(2);
        Tensor zeros = Tensor.Of(2.0, 0, 3, 0).WithGrad();
        Engine.Grad([zeros.CumProd(0).Sum()], [zeros])[0]!.ToArray<double>().ShouldBe([1, 2 + 6, 0, 0]);
    }

    [Fact]
    public void Running_sums_of_exponentials_do_not_overflow()
    {
        Tensor x = Tensor.Of(1000.0, 999, -1000, 2000).WithGrad();
        Tensor y = x.LogCumSumExp(0);
        y.ToArray<double>().ShouldBe([1000, 1000 + Math.Log(1 + Math.Exp(-1)), 1000 + Math.Log(1 + Math.Exp(-1)), 2000], 1e-12);
        Tensor g = Engine.Grad([y.Sum()], [x])[0]!;
        double share = 1 / (1 + Math.Exp(-1));
        g.ToArray<double>().ShouldBe([1 + (2 * share), 2 * (1 - share), 0, 1], 1e-12);
        Tensor.Of(double.NegativeInfinity, 1).LogCumSumExp(0).ToArray<double>().ShouldBe([double.NegativeInfinity, 1]);
    }

    [Fact]
    public void A_gradient_at_distance_0_is_0()
    {
        foreach (double p in (double[])[0, 0.5, 1, 1.5, 2, 3, double.PositiveInfinity])
        {
            Tensor a = Tensor.Of(1.0, 2, 3, 4).Reshape(2, 2).WithGrad(), b = Tensor.Of(1.0, 2, 3, 4).Reshape(2, 2);
            Tensor distance = a.Cdist(b, p)[0, 0];
            distance.Item().ShouldBe(0);
            Engine.Grad([distance], [a], allowUnused: true)[0]?.ToArray<double>().ShouldAllBe(g => g == 0);
        }
    }
}
