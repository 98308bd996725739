namespace Adjoint.Optim;

/// <summary>What changes elements by a <see cref="FusedRule"/>, for each type of parameter.</summary>
internal abstract class FusedKernel
{
    /// <summary>The kernel of a rule, from its structs for both types.</summary>
    public static FusedKernel Of<TSingle, TDouble>(
        FusedRule rule, Func<StepScalars, TSingle> single, Func<StepScalars, TDouble> dual)
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double> => new Typed<TSingle, TDouble>(rule, single, dual);

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
    public abstract FusedUpdate Bind(DType type, ParameterState[] states);

    private sealed class Typed<TSingle, TDouble>(
        FusedRule rule, Func<StepScalars, TSingle> single, Func<StepScalars, TDouble> dual) : FusedKernel
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double>
    {
        public override FusedUpdate Bind(DType type, ParameterState[] states) => type switch
        {
            DType.Float32 => new FusedUpdate<float, TSingle>(rule, states, single),
            DType.Float64 => new FusedUpdate<double, TDouble>(rule, states, dual),
            _ => throw ParameterTypes.Unsupported($"{rule.Name()}: a parameter", type),
        };
    }
}
