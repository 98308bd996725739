using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>Makes a kernel from a step's scalars, in the order in which the rule computes them.</summary>
internal delegate TUpdate KernelFactory<TUpdate>(ReadOnlySpan<double> scalars);

/// <summary>What changes elements by a <see cref="FusedRule"/>, for each type of parameter.</summary>
internal abstract class FusedKernel
{
    /// <summary>The kernel of a rule, from its structs for both types.</summary>
    public static FusedKernel Of<TSingle, TDouble>(KernelFactory<TSingle> single, KernelFactory<TDouble> dual)
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double> => new Typed<TSingle, TDouble>(single, dual);

    /// <summary>
    /// One step of one parameter, in place, as a function of tensors and numbers alone; the same bits as within an optimizer.
    /// </summary>
    /// <param name="parameter">θ: contiguous.</param>
    /// <param name="gradient">g: contiguous, in θ's shape and type.</param>
    /// <param name="state">
    /// The tensors of <see cref="UpdateRule.StateNames"/>, contiguous, in θ's shape and type; null where not used.
    /// </param>
    /// <param name="scalars">What <see cref="FusedRule.Scalars"/> gave for the step.</param>
    /// <param name="scale">What the gradient is multiplied by as it is read.</param>
    /// <param name="limit">What its elements are then limited to, infinite for nothing.</param>
    /// <exception cref="DTypeException">There is no kernel for θ's type.</exception>
    public abstract void Step(
        Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor?> state, ReadOnlySpan<double> scalars, double scale = 1,
        double limit = double.PositiveInfinity);

    /// <summary>The steps of a group of parameters.</summary>
    /// <param name="rule">Computes the scalars.</param>
    /// <param name="states">The parameters.</param>
    /// <exception cref="DTypeException">There is no kernel for the type of one.</exception>
    public abstract GroupUpdate Bind(FusedRule rule, ParameterState[] states);

    private sealed class Typed<TSingle, TDouble>(KernelFactory<TSingle> single, KernelFactory<TDouble> dual) : FusedKernel
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double>
    {
        public override void Step(
            Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor?> state, ReadOnlySpan<double> scalars, double scale,
            double limit)
        {
            switch (parameter.DType)
            {
                case DType.Float32:
                    FusedUpdate<float, TSingle>.Step(parameter, gradient, state, new GradientFilter<float>(scale, limit), single(scalars));
                    break;
                case DType.Float64:
                    FusedUpdate<double, TDouble>.Step(parameter, gradient, state, new GradientFilter<double>(scale, limit), dual(scalars));
                    break;
                default:
                    throw ParameterTypes.Unsupported("the parameter", parameter.DType);
            }
        }

        public override GroupUpdate Bind(FusedRule rule, ParameterState[] states)
        {
            GroupUpdate[] parts =
            [
                .. states.GroupBy(state => state.Parameter.DType).OrderBy(group => group.Key).Select(group => (GroupUpdate)(group.Key switch
                {
                    DType.Float32 => new FusedUpdate<float, TSingle>(rule, [.. group], single),
                    DType.Float64 => new FusedUpdate<double, TDouble>(rule, [.. group], dual),
                    _ => throw ParameterTypes.Unsupported($"{rule.Name()}: a parameter", group.Key),
                })),
            ];
            return parts.Length == 1 ? parts[0] : new FusedGroupUpdate(parts);
        }
    }
}
