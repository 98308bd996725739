using Adjoint.Graphs;
using Adjoint.Memory;

namespace Adjoint.Nn;

/// <summary>
/// Runs modules one after the other. What one hands to the next is nobody else's: unless the tape has saved it, its memory
/// is given up as soon as the next is done with it.
/// </summary>
internal static class Chain
{
    public static Tensor Run(Tensor x, params IReadOnlyList<Module> layers)
    {
        MemoryScope within = MemoryScope.Open(Engine.IsPlain, GradMode.IsEnabled);
        Tensor? result = null;
        try
        {
            return result = Pass(x, layers);
        }
        finally
        {
            within.Close(result);
        }
    }

    private static Tensor Pass(Tensor first, IReadOnlyList<Module> layers)
    {
        Tensor x = first;
        for (int i = 0; i < layers.Count; i++)
        {
            Tensor y;
            if (layers[i] is Conv2d { Hooks: null } convolution && i + 1 < layers.Count && layers[i + 1] is ReLU { Hooks: null } relu)
            {
                if (i + 2 < layers.Count && layers[i + 2] is MaxPool { Hooks: null } pool && MayRectifyLast(x, convolution))
                {
                    y = RectifiedLast(x, convolution, pool, relu);
                    i += 2;
                }
                else
                {
                    y = Rectified(x, convolution, relu);
                    i++;
                }
            }
            else
            {
                y = layers[i].Call(x);
            }

            if (x.Block is { } block && block != y.Block && block != first.Block) block.GiveUpIfUnused();
            x = y;
        }

        return x;
    }

    /// <summary>Both in one pass over the output; a graph of symbols shows both, in one piece of memory.</summary>
    private static Tensor Rectified(Tensor x, Conv2d convolution, ReLU relu)
    {
        if (!x.IsSymbolic && !convolution.Weight.IsSymbolic) return convolution.Rectified(x);
        Tensor y = convolution.Call(x);
        using Recording.Pass _ = Recording.InOnePass(y);
        return relu.Call(y);
    }

    private static bool MayRectifyLast(Tensor x, Conv2d convolution) =>
        GradMode.IsEnabled && Engine.IsPlain && !Recording.IsOn && !x.IsSymbolic && !convolution.Weight.IsSymbolic;

    /// <summary>
    /// Rectifying after the pool gives the same bits, of the gradients too, and in training its slope then passes over a
    /// quarter of the numbers.
    /// </summary>
    private static Tensor RectifiedLast(Tensor x, Conv2d convolution, MaxPool pool, ReLU relu)
    {
        Tensor convolved = convolution.Call(x), pooled = pool.Call(convolved);
        convolved.Block?.GiveUpIfUnused();
        Tensor y = relu.Call(pooled);
        pooled.Block?.GiveUpIfUnused();
        return y;
    }
}
