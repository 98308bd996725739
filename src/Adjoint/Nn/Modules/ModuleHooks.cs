namespace Adjoint.Nn;

/// <summary>The hooks of a module.</summary>
internal sealed class ModuleHooks
{
    /// <summary>Hooks that run before the module.</summary>
    public Hooks<Func<Module, Tensor, Tensor?>> Before { get; } = new();

    /// <summary>Hooks that run after it.</summary>
    public Hooks<Func<Module, Tensor, Tensor, Tensor?>> After { get; } = new();

    /// <summary>Hooks that run after a backward pass through it.</summary>
    public Hooks<Func<Module, Tensor?, Tensor, Tensor?>> Backward { get; } = new();

    /// <summary>Runs the module with its hooks.</summary>
    public Tensor Run(Module module, Tensor x, Func<Tensor, Tensor> pass)
    {
        foreach (Func<Module, Tensor, Tensor?> hook in Before.All) x = hook(module, x) ?? x;
        Func<Module, Tensor?, Tensor, Tensor?>[] backward = Backward.All;
        // An alias at each end, so that the gradients are those that pass through the module only.
        bool tracked = x.RequiresGrad && GradMode.IsEnabled;
        Tensor inside = backward.Length > 0 && tracked ? x.Alias() : x;
        Tensor y = pass(inside);
        if (backward.Length > 0 && y.RequiresGrad)
        {
            y = y.Alias();
            RegisterBackward(module, backward, tracked ? inside : null, y);
        }

        foreach (Func<Module, Tensor, Tensor, Tensor?> hook in After.All) y = hook(module, x, y) ?? y;
        return y;
    }

    private static void RegisterBackward(Module module, Func<Module, Tensor?, Tensor, Tensor?>[] hooks, Tensor? x, Tensor y)
    {
        // One thread differentiates a graph at a time, so y's gradient is known when x's arrives.
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
