namespace Adjoint.Optim;

/// <summary>What changes elements by a <see cref="FusedRule"/>, for each type of parameter.</summary>
internal sealed class FusedKernel(FusedRule rule, Func<ParameterState[], FusedUpdate> single, Func<ParameterState[], FusedUpdate> dual)
{
    /// <summary>The kernel of a rule, from its structs for both types.</summary>
    public static FusedKernel Of<TSingle, TDouble>(
        FusedRule rule, Func<StepScalars, TSingle> single, Func<StepScalars, TDouble> dual)
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double> => new(
            rule, states => new FusedUpdate<float, TSingle>(rule, states, single),
            states => new FusedUpdate<double, TDouble>(rule, states, dual));

    /// <summary>The steps of a group of parameters.</summary>
    /// <exception cref="DTypeException">There is no kernel for the type of one.</exception>
    public GroupUpdate Bind(ParameterState[] states)
    {
        GroupUpdate[] types =
            [.. states.GroupBy(state => state.Parameter.DType).OrderBy(type => type.Key).Select(type => Bind(type.Key, [.. type]))];
        return types.Length == 1 ? types[0] : new FusedGroupUpdate(types);
    }

    /// <summary>The steps of parameters of one type.</summary>
    /// <exception cref="DTypeException">There is no kernel for it.</exception>
    public FusedUpdate Bind(DType dtype, ParameterState[] states) => dtype switch
    {
        DType.Float32 => single(states),
        DType.Float64 => dual(states),
        _ => throw ParameterTypes.Unsupported($"{rule.Name()}: a parameter", dtype),
    };
}
