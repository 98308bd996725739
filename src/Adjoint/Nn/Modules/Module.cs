using System.Text;
using Adjoint.Memory;
using Adjoint.Ops;

namespace Adjoint.Nn;

/// <summary>
/// A network or a part of one: it maps a tensor to another, and owns the parameters, buffers and inner modules it needs. Names,
/// order and printing are PyTorch's.
/// </summary>
/// <remarks>
/// A source generator that comes with the library finds a module's members at compile time, so nothing is registered and
/// trimming is safe: modules in fields, automatic properties, arrays, lists and dictionaries, and tensors marked with
/// <see cref="ParameterAttribute"/> or <see cref="BufferAttribute"/>. The class must be partial. Where no generator runs, as in F#,
/// members are registered by hand (<see cref="RegisterModule"/>); a module whose members nobody lists is an error when they are used.
/// </remarks>
/// <example>
/// <code>
/// sealed partial class Net : Module
/// {
///     private readonly Linear hidden = new(64, 32), output = new(32, 10);
///
///     public override Tensor Forward(Tensor x) => output.Call(hidden.Call(x).Relu());
/// }
/// </code>
/// </example>
public abstract partial class Module
{
    /// <summary>Whether the module is in training mode (the default) or evaluation mode; dropout and batch norm depend on it.</summary>
    public bool Training { get; internal set; } = true;

    /// <summary>
    /// Computes the module's output. A module with other inputs than one tensor has an overload for them and leaves this one as it is.
    /// </summary>
    /// <param name="x">The input; the module says which shapes it takes.</param>
    /// <returns>The output.</returns>
    /// <exception cref="AdjointException">The input does not fit, or the module does not take a single tensor.</exception>
    public virtual Tensor Forward(Tensor x) =>
        throw new AdjointException($"{Kind}: does not take one tensor; call its modules, or pass Call all that it takes.");

    /// <summary>
    /// Runs the module with its hooks, as PyTorch's <c>model(x)</c> does. A module runs its inner modules by this method, not
    /// by <see cref="Forward"/>.
    /// </summary>
    /// <inheritdoc cref="Forward"/>
    public Tensor Call(Tensor x) => this is Layer ? Forward(x) : RunInScope(x); // a layer's Forward runs in the scope itself

    /// <summary>Runs the module: in a frame of the recording if there is one, with its hooks, and in a memory scope.</summary>
    private protected Tensor RunInScope(Tensor x)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TooDeep();
        using ModuleScope frame = EnterScope();
        MemoryScope within = EnterMemoryScope(x);
        Tensor? y = null;
        try
        {
            y = Hooks is null ? Compute(x) : Hooks.Run(this, x, Compute);
            frame.Passed(x, y);
            return y;
        }
        finally
        {
            // Not in a catch: filters further out ask which module was running.
            if (y is null) within.Abandon();
            else within.Close(y.Block);
        }
    }

    private AdjointException TooDeep() => new(
        $"{Kind}: the modules that run within each other are too many for the stack of this thread. Does one run itself? If not, "
        + "run them on a new Thread(…, maxStackSize).");

    /// <summary>The computation of the module, without scope and hooks.</summary>
    private protected virtual Tensor Compute(Tensor x) => Forward(x);

    /// <summary>Puts this module and its inner modules into training or evaluation mode, and returns it.</summary>
    public Module Train(bool mode = true)
    {
        foreach (ModuleEntry entry in ModuleTree.Distinct(this)) entry.Module.Training = mode;
        return this;
    }

    /// <summary>Puts this module and its inner modules into evaluation mode, and returns it.</summary>
    public Module Eval() => Train(false);

    /// <summary>The parameters of this module and its inner modules, each once.</summary>
    public IReadOnlyList<Tensor> Parameters()
    {
        Lazy.Check(this);
        return
        [
            .. ModuleTree.Distinct(this).SelectMany(entry => entry.Members.Parameters).Select(own => own.Value)
                .Distinct<Tensor>(ReferenceEqualityComparer.Instance),
        ];
    }

    /// <summary>
    /// The parameters with their dotted names (<c>features.0.weight</c>), in the order of declaration. One that occurs twice has
    /// the name of its first place.
    /// </summary>
    /// <exception cref="AdjointException">A module is lazy, and there was no input yet that tells its sizes.</exception>
    public IReadOnlyList<(string Name, Tensor Parameter)> NamedParameters()
    {
        Lazy.Check(this);
        return Named(members => members.Parameters);
    }

    /// <summary>The buffers with their dotted names, persistent or not.</summary>
    public IReadOnlyList<(string Name, Tensor Buffer)> NamedBuffers() =>
        Named(members => members.Buffers.Concat(members.NonPersistentBuffers));

    /// <summary>This module, under the empty name, and its inner modules, outer before inner, each once.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedModules() =>
        [.. ModuleTree.Distinct(this).Select(entry => (entry.Path, entry.Module))];

    /// <summary>Clears the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach ((_, Tensor parameter) in Named(members => members.Parameters)) parameter.ZeroGrad();
    }

    /// <summary>Parameters and persistent buffers by dotted name, in order, in the module's memory: clone what is to stay.</summary>
    /// <exception cref="AdjointException">A module is lazy, and there was no input yet that tells its sizes.</exception>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        Lazy.Check(this);
        return new(State().Select(own => KeyValuePair.Create(own.Name, own.Value.Detach())));
    }

    /// <summary>Copies the values of a state into this module's tensors, cast to their types. Unless all fits, nothing changes.</summary>
    /// <param name="state">Tensors by dotted name, as <see cref="StateDict"/> gives them.</param>
    /// <param name="strict">Whether names that only one side has are an error; otherwise they are ignored.</param>
    /// <returns>The names that only one side has; none if strict.</returns>
    /// <exception cref="AdjointException">
    /// Names are missing or unexpected, or shapes differ; the message lists them all. Or a tensor was disposed.
    /// </exception>
    public StateDifference LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        Lazy.MakeLike(this, state);
        List<(string Name, Tensor Value)> own = State();
        StateDifference difference = StateCheck.Compare(Kind, own, state, strict);
        var copies = new JointCopy("LoadStateDict");
        foreach ((string name, Tensor value) in own)
            if (state.TryGetValue(name, out Tensor? given)) copies.Add(name, value, given);
        copies.Run();
        return difference;
    }

    /// <summary>
    /// The tree of modules as PyTorch prints it. What lies within a hundred others, and a module within itself, is printed without its own.
    /// </summary>
    public override string ToString()
    {
        using ModulePrinting.Entry entry = ModulePrinting.Enter(this);
        return entry.IsShort ? $"{Kind}(…)" : Print();
    }

    private string Print()
    {
        string own = Describe();
        List<(string Name, Module Module)> inner = ListMembers().Modules;
        var text = new StringBuilder(Parametrize.IsParametrized(this) ? "Parametrized" : "").Append(Kind).Append('(');
        if (inner.Count == 0) return text.Append(own).Append(')').ToString();
        text.Append('\n');
        if (own.Length > 0) text.Append("  ").Append(own).Append('\n');
        foreach ((string name, Module module) in inner)
        {
            string indented = module.ToString().Replace("\n", "\n  ", StringComparison.Ordinal);
            text.Append("  (").Append(name).Append("): ").Append(indented).Append('\n');
        }

        return text.Append(')').ToString();
    }

    /// <summary>
    /// Lists the module's own members in order, each under its name in state dictionaries. The generator writes this override
    /// unless the class has one by hand, which must call the base first.
    /// </summary>
    /// <param name="members">Takes the members.</param>
    protected virtual void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ListRegistered(members);
    }

    /// <summary>The module's name in <see cref="ToString"/> and in errors: its class.</summary>
    protected virtual string Kind => GetType().Name.Split('`')[0];

    /// <summary>
    /// Until disposed, calls belong to this module's frame of a recording. For passes that are not from one tensor to one, which
    /// <see cref="Call"/> does not run.
    /// </summary>
    internal ModuleScope EnterScope() => new(this);

    /// <summary>Computes something of an input, which must be there, in such a frame.</summary>
    private protected T InScope<T>(Tensor x, Func<T> compute)
    {
        ArgumentNullException.ThrowIfNull(x);
        using ModuleScope _ = EnterScope();
        return compute();
    }

    /// <summary>
    /// Opens the memory scope of a pass. The library's modules keep no reference to intermediate tensors; users' modules and hooks may.
    /// </summary>
    private protected MemoryScope EnterMemoryScope(Tensor x)
    {
        bool keepsNothing = Hooks is null && GetType().Module == typeof(Module).Module;
        if (!keepsNothing) MemoryScope.Show(x.Block);
        return MemoryScope.Enter(keepsNothing && Context.Current.IsPlain, GradMode.IsEnabled);
    }

    /// <summary>The settings that <see cref="ToString"/> prints between the parentheses.</summary>
    protected virtual string Describe() => "";

    internal MemberVisitor ListMembers()
    {
        var members = new MemberVisitor(Kind);
        Members(members);
        CheckListed(members);
        ListReparametrized(members);
        return members;
    }

    internal List<(string Name, Tensor Value)> State() => [.. ModuleTree.All(this).SelectMany(
        entry => entry.Members.Parameters.Concat(entry.Members.Buffers).Select(own => (entry.Name(own.Name), own.Value)))];

    /// <summary>Tensors of all modules with their dotted names, each once.</summary>
    private List<(string Name, Tensor Value)> Named(Func<MemberVisitor, IEnumerable<(string Name, Tensor Value)>> kind) =>
    [
        .. ModuleTree.Distinct(this).SelectMany(entry => kind(entry.Members).Select(own => (Name: entry.Name(own.Name), own.Value)))
            .DistinctBy(own => own.Value, ReferenceEqualityComparer.Instance),
    ];
}
