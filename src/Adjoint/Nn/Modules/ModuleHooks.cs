using Adjoint.Core;

namespace Adjoint.Nn;

/// <summary>What wants to see a module's passes.</summary>
internal sealed class ModuleHooks
{
    /// <summary>Before the module runs.</summary>
    public Hooks<Func<Module, Tensor, Tensor?>> Before { get; } = new();

    /// <summary>After it ran.</summary>
    public Hooks<Func<Module, Tensor, Tensor, Tensor?>> After { get; } = new();

    /// <summary>When a backward pass has gone through it.</summary>
    public Hooks<Func<Module, Tensor?, Tensor, Tensor?>> Backward { get; } = new();

    /// <summary>Runs the module among its hooks.</summary>
    public Tensor Run(Module module, Tensor x, Func<Tensor, Tensor> pass)
    {
        foreach (Func<Module, Tensor, Tensor?> hook in Before.All) x = hook(module, x) ?? x;
        Func<Module, Tensor?, Tensor, Tensor?>[] backward = Backward.All;
        // An alias on either side, so that other uses of input and output do not count.
        bool tracked = x.RequiresGrad && GradMode.IsEnabled;
        Tensor inside = backward.Length > 0 && tracked ? x.Alias() : x;
        Tensor y = pass(inside);
        if (backward.Length > 0 && y.RequiresGrad)
        {
            y = y.Alias();
            Watch(module, backward, tracked ? inside : null, y);
        }

        foreach (Func<Module, Tensor, Tensor, Tensor?> hook in After.All) y = hook(module, x, y) ?? y;
        return y;
    }

    private static void Watch(Module module, Func<Module, Tensor?, Tensor, Tensor?>[] hooks, Tensor? x, Tensor y)
    {
        // Threads may differentiate one graph at a time, so what a pass brings to y is there when it comes to x.
        Tensor? arrived = null;
        y.RegisterHook(g =>
        {
            arrived = g;
            if (x is null)
                foreach (Func<Module, Tensor?, Tensor, Tensor?> hook in hooks) hook(module, null, g);
            return null;
        });
        x?.RegisterHook(g =>
        {
            foreach (Func<Module, Tensor?, Tensor, Tensor?> hook in hooks) g = hook(module, g, arrived!) ?? g;
            arrived = null;
            return g;
        });
    }
}
