using Adjoint.Core;
using Adjoint.Graphs;
using Adjoint.Memory;

namespace Adjoint.Nn;

public partial class Sequential
{
    /// <summary>
    /// Runs modules one after the other. The memory of an intermediate result is released as soon as the next module has run,
    /// unless the tape has saved it.
    /// </summary>
    internal static Tensor Run(Tensor x, params IReadOnlyList<Module> layers)
    {
        MemoryScope within = MemoryScope.Enter(Context.Current.IsPlain, GradMode.IsEnabled);
        Tensor? result = null;
        try
        {
            return result = RunAll(x, layers);
        }
        finally
        {
            if (result is null) within.Abandon();
            else within.Close(result.Block);
        }
    }

    private static Tensor RunAll(Tensor first, IReadOnlyList<Module> layers)
    {
        Tensor x = first;
        for (int i = 0; i < layers.Count; i++)
        {
            Tensor y;
            if (layers[i] is Conv2d { Hooks: null } convolution && i + 1 < layers.Count && layers[i + 1] is ReLU { Hooks: null } relu)
            {
                if (i + 2 < layers.Count && layers[i + 2] is MaxPool { Hooks: null } pool && MayPoolFirst(x, convolution))
                {
                    y = PoolThenRelu(x, convolution, pool, relu);
                    i += 2;
                }
                else
                {
                    y = ConvolutionRelu(x, convolution, relu);
                    i++;
                }
            }
            else
            {
                y = layers[i].Call(x);
            }

            if (x.Block is { } block && block != y.Block && block != first.Block) block.ReleaseIfUnused();
            x = y;
        }

        return x;
    }

    /// <summary>Both in one pass over the output. A symbolic graph has two calls, whose results share one piece of memory.</summary>
    private static Tensor ConvolutionRelu(Tensor x, Conv2d convolution, ReLU relu)
    {
        if (!x.IsSymbolic && !convolution.Weight.IsSymbolic) return convolution.WithRelu(x);
        Tensor y = convolution.Call(x);
        using Recording.SharedMemory _ = Recording.InMemoryOf(y);
        return relu.Call(y);
    }

    private static bool MayPoolFirst(Tensor x, Conv2d convolution) =>
        GradMode.IsEnabled && Context.Current.IsPlain && !Recording.IsOn && !x.IsSymbolic && !convolution.Weight.IsSymbolic;

    /// <summary>
    /// ReLU after the pool gives the same bits, of the gradients too, and in training its slope covers only a quarter of the
    /// elements.
    /// </summary>
    private static Tensor PoolThenRelu(Tensor x, Conv2d convolution, MaxPool pool, ReLU relu)
    {
        Tensor convolved = convolution.Call(x), pooled = pool.Call(convolved);
        convolved.Block?.ReleaseIfUnused();
        Tensor y = relu.Call(pooled);
        pooled.Block?.ReleaseIfUnused();
        return y;
    }
}
