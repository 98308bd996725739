using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>The pass of a fused rule: the float32 parameters of a group, and the float64 ones.</summary>
internal sealed class FusedGroupUpdate<TSingle, TDouble>(
    ParameterState[] states, Func<StepInfo, TSingle> single, Func<StepInfo, TDouble> dual) : GroupUpdate
    where TSingle : struct, IUpdate<float>
    where TDouble : struct, IUpdate<double>
{
    private readonly FusedUpdate<float, TSingle> singles =
        new([.. states.Where(state => state.Parameter.DType == DType.Float32)], single);

    private readonly FusedUpdate<double, TDouble> doubles =
        new([.. states.Where(state => state.Parameter.DType == DType.Float64)], dual);

    /// <inheritdoc/>
    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer)
    {
        singles.Step(rate, new GradientFilter<float>(scale, limit), observer);
        doubles.Step(rate, new GradientFilter<double>(scale, limit), observer);
    }
}
