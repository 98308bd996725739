using Adjoint.Nn;

namespace Adjoint;

public static partial class Functional
{
    /// <summary>A module's output with given parameters or buffers in place of its own: the network as a function of them.</summary>
    /// <param name="module">The module.</param>
    /// <param name="state">
    /// Tensors by their dotted names, as in <see cref="Module.NamedParameters"/> and <see cref="Module.StateDict"/>, of the shapes and
    /// types of the module's own. For other names the module's own are used. A given buffer is updated in the place of the module's.
    /// </param>
    /// <param name="x">The module's input.</param>
    /// <returns>The module's output.</returns>
    /// <exception cref="AdjointException">The module has no tensor of a name, or one of another shape or type.</exception>
    /// <example>
    /// <code>
    /// var parameters = net.NamedParameters().ToDictionary(p => p.Name, p => p.Parameter);
    /// var gradients = Functional.Gradient(p => Functional.Call(net, p, x).CrossEntropy(classes), parameters);
    /// </code>
    /// </example>
    public static Tensor Call(Module module, IReadOnlyDictionary<string, Tensor> state, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(x);
        using Scope _ = Substitution.Enter(new Substitution(Substitutes(module, state), Context.Current.Substitution));
        // A module may return a parameter as it is.
        return Substitution.Of(module.Call(x));
    }

    private static Dictionary<Tensor, Tensor> Substitutes(Module module, IReadOnlyDictionary<string, Tensor> state)
    {
        var substitutes = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        int found = 0;
        foreach ((string name, Tensor own) in module.State())
        {
            if (!state.TryGetValue(name, out Tensor? given)) continue;
            found++;
            Engine.CheckFits($"Functional.Call: {name}", given, own);
            if (!substitutes.TryAdd(own, given) && !ReferenceEquals(substitutes[own], given))
                throw new AdjointException(
                    $"Functional.Call: {name} shares its tensor with another name, for which another one was given.");
        }

        if (found == state.Count) return substitutes;
        HashSet<string> names = [.. module.State().Select(named => named.Name)];
        throw new AdjointException(
            $"Functional.Call: {module.GetType().Name} has no {string.Join(", ", state.Keys.Where(name => !names.Contains(name)))}.");
    }
}
