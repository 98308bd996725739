namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>The modules right within this one, with their names, each once.</summary>
    /// <returns>The modules, in the order of declaration.</returns>
    public IReadOnlyList<(string Name, Module Module)> NamedChildren() =>
        [.. ListMembers().Modules.DistinctBy(child => child.Module, ReferenceEqualityComparer.Instance)];

    /// <summary>The modules right within this one, each once.</summary>
    /// <returns>The modules, in the order of declaration.</returns>
    public IReadOnlyList<Module> Children() => [.. NamedChildren().Select(child => child.Module)];

    /// <summary>This module and its inner modules, outer before inner, each once.</summary>
    /// <returns>The modules.</returns>
    public IReadOnlyList<Module> Modules() => [.. NamedModules().Select(named => named.Module)];

    /// <summary>The buffers of this module and its inner modules, persistent or not, each once.</summary>
    /// <returns>The buffers.</returns>
    public IReadOnlyList<Tensor> Buffers() => [.. NamedBuffers().Select(named => named.Buffer)];

    /// <summary>An inner module by its dotted name.</summary>
    /// <param name="target">The name, as in <see cref="NamedModules"/>; this module if empty.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is none of that name.</exception>
    public Module GetSubmodule(string target) =>
        Get("GetSubmodule", target, ModuleTree.All(this).Select(entry => (entry.Path, entry.Module)));

    /// <summary>A parameter by its dotted name.</summary>
    /// <param name="target">The name, as in <see cref="NamedParameters"/>.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="AdjointException">There is none of that name.</exception>
    public Tensor GetParameter(string target) => Get("GetParameter", target, NamedParameters());

    /// <summary>A buffer by its dotted name.</summary>
    /// <param name="target">The name, as in <see cref="NamedBuffers"/>.</param>
    /// <returns>The buffer.</returns>
    /// <exception cref="AdjointException">There is none of that name.</exception>
    public Tensor GetBuffer(string target) => Get("GetBuffer", target, NamedBuffers());

    private T Get<T>(string operation, string target, IEnumerable<(string Name, T Value)> all)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach ((string name, T value) in all)
            if (name == target) return value;
        throw new AdjointException(
            $"{operation}: {GetType().Name} has none called \"{target}\". {NearestNames.Hint(target, all.Select(own => own.Name))}");
    }
}
