using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>While a module runs: its frame of a recording, and what its parametrized tensors are computed to in their place.</summary>
internal readonly ref struct ModuleScope
{
    private readonly Recording.Entry frame;
    private readonly Scope substitution;
    private readonly bool substitutes;

    /// <summary>Begins.</summary>
    public ModuleScope(Module module)
    {
        frame = Recording.Enter(module);
        if (module.Reparametrized is not { } own) return;
        Dictionary<Tensor, Tensor>? values = null;
        foreach (Reparametrization tensor in own.Values)
        {
            // A module that is called, and then runs its own pass, computes them once.
            if (!ReferenceEquals(Substitution.Of(tensor.Placeholder), tensor.Placeholder)) continue;
            values ??= new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
            values.Add(tensor.Placeholder, tensor.Value());
        }

        if (values is null) return;
        substitution = Substitution.Enter(new Substitution(values, Context.Current.Substitution));
        substitutes = true;
    }

    /// <summary>Says what went in and came out.</summary>
    public void Passed(Tensor input, Tensor output) => frame.Passed(input, output);

    /// <summary>Ends.</summary>
    public void Dispose()
    {
        if (substitutes) substitution.Dispose();
        frame.Dispose();
    }
}
