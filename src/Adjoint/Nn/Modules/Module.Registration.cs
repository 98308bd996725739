using System.Collections.Concurrent;
using System.Reflection;

namespace Adjoint.Nn;

public abstract partial class Module
{
    private static readonly ConcurrentDictionary<Assembly, bool> Listed = new();

    private List<(string Name, object Value, MemberRole Role)>? registered;

    /// <summary>
    /// Adds an inner module by hand, where no generated code lists it: in F#, or where a module is made of settings. For the
    /// constructor; returns the module, to be kept in a field.
    /// </summary>
    /// <typeparam name="T">Class of the inner module.</typeparam>
    /// <param name="name">Its name in state dictionaries; not empty, without a dot.</param>
    /// <param name="module">The inner module.</param>
    /// <returns>The inner module.</returns>
    /// <exception cref="AdjointException">The name is taken by another member that was registered, or cannot name one.</exception>
    protected T RegisterModule<T>(string name, T module) where T : Module
    {
        Register(name, module, MemberRole.Module);
        return module;
    }

    /// <summary>Adds a parameter by hand, as <see cref="RegisterModule"/>, and makes it require a gradient.</summary>
    /// <param name="name">Its name in state dictionaries; not empty, without a dot.</param>
    /// <param name="parameter">A leaf of real numbers.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="AdjointException">
    /// The name is taken or cannot name a member, or the tensor is the result of a recorded operation or holds no real numbers.
    /// </exception>
    protected Tensor RegisterParameter(string name, Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!parameter.IsLeaf)
            throw new GraphException($"{Kind}: \"{name}\" is the result of a recorded operation, not a leaf; Detach() it first.");
        Register(name, parameter, MemberRole.Parameter);
        return parameter.WithGrad();
    }

    /// <summary>Adds a buffer by hand, as <see cref="RegisterModule"/>.</summary>
    /// <param name="name">Its name in state dictionaries; not empty, without a dot.</param>
    /// <param name="buffer">A tensor that is not trained.</param>
    /// <param name="persistent">Whether it is part of the module's state.</param>
    /// <returns>The buffer.</returns>
    /// <exception cref="AdjointException">The name is taken by another member that was registered, or cannot name one.</exception>
    protected Tensor RegisterBuffer(string name, Tensor buffer, bool persistent = true)
    {
        Register(name, buffer, persistent ? MemberRole.Buffer : MemberRole.NonPersistentBuffer);
        return buffer;
    }

    private void Register(string name, object value, MemberRole role)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        MemberVisitor.CheckName(Kind, name);
        if (registered?.Exists(member => member.Name == name) == true)
            throw new AdjointException($"{Kind}: a member \"{name}\" is registered already.");
        (registered ??= []).Add((name, value, role));
    }

    /// <summary>Lists what was registered by hand.</summary>
    private void ListRegistered(MemberVisitor members)
    {
        members.IsBaseCalled = true;
        foreach ((string name, object value, MemberRole role) in registered ?? []) members.Add(name, value, role);
    }

    /// <summary>Fails if nothing was listed because nobody could: the generator has not seen the class, nor does it list by hand.</summary>
    private void CheckListed(MemberVisitor members)
    {
        if (!members.IsBaseCalled || members.HasAny) return;
        Assembly assembly = GetType().Assembly;
        if (ReferenceEquals(assembly, typeof(Module).Assembly)) return;
        if (Listed.GetOrAdd(assembly, static seen => seen.IsDefined(typeof(ModulesListedAttribute), inherit: false))) return;
        throw new AdjointException(
            $"{Kind}: nothing says which members it has, since it was compiled without the source generator of this library (in "
            + "another language than C#, or without analysers). Call RegisterModule, RegisterParameter and RegisterBuffer in its "
            + "constructor, or override Members; for a module without members with nothing in it, not even a call of the base.");
    }
}
