using Adjoint.Graphs;
using Adjoint.Memory;

namespace Adjoint.Nn;

public partial class Sequential
{
    /// <summary>Runs modules in turn. The memory of a result that the tape has not saved is released once the next has run.</summary>
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
        for (int i = 0; i < layers.Count;)
        {
            i += RunSome(x, layers, i, out Tensor y);
            if (x.Block is { } block && block != y.Block && block != first.Block) block.ReleaseIfUnused();
            x = y;
        }

        return x;
    }

    /// <summary>Runs a layer, with those after it that can share its pass, and returns how many these are.</summary>
    private static int RunSome(Tensor x, IReadOnlyList<Module> layers, int i, out Tensor y)
    {
        if (WithoutHooks<IFusesRelu>(layers, i) is not { } layer || WithoutHooks<IRelu>(layers, i + 1) is null)
        {
            y = layers[i].Call(x);
            return 1;
        }

        bool computes = layer.Computes(x), isRecorded = computes && GradMode.IsEnabled && Context.Current.IsPlain && !Recording.IsOn;
        if (isRecorded && WithoutHooks<ICommutesWithRelu>(layers, i + 2) is not null)
        {
            y = ReluLast(x, layers[i], layers[i + 2], layers[i + 1]);
            return 3;
        }

        y = computes ? layer.ApplyWithRelu(x) : InOneMemory(x, layers[i], layers[i + 1]);
        return 2;
    }

    /// <summary>The layer as what it can do; null if it cannot, has hooks, which are to see its own result, or is not there.</summary>
    private static T? WithoutHooks<T>(IReadOnlyList<Module> layers, int i) where T : class =>
        i < layers.Count && layers[i] is { Hooks: null } layer ? layer as T : null;

    /// <summary>Layer and relu as two calls of a graph, whose results share one piece of memory.</summary>
    private static Tensor InOneMemory(Tensor x, Module layer, Module relu)
    {
        Tensor y = layer.Call(x);
        using Recording.SharedMemory _ = Recording.InMemoryOf(y);
        return relu.Call(y);
    }

    /// <summary>Layer, pool, then relu: the same bits, and relu and its derivative work on the pooled elements only.</summary>
    private static Tensor ReluLast(Tensor x, Module layer, Module pool, Module relu)
    {
        Tensor unpooled = layer.Call(x), pooled = pool.Call(unpooled);
        unpooled.Block?.ReleaseIfUnused();
        Tensor y = relu.Call(pooled);
        pooled.Block?.ReleaseIfUnused();
        return y;
    }
}
