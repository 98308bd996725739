using System.Text;
using Adjoint.Memory;

namespace Adjoint.Nn;

/// <summary>
/// A network or a piece of one: it turns a tensor into another, and owns the parameters and buffers that it needs for
/// that, and other modules. Names, order and printing are PyTorch's.
/// </summary>
/// <remarks>
/// A module's members are found at compile time, by a generator that comes with the library, so that nothing is registered
/// and trimming loses nothing: modules in fields, automatic properties, arrays, lists and dictionaries, and tensors marked
/// with <see cref="ParameterAttribute"/> or <see cref="BufferAttribute"/>. The class is declared partial for that.
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
    /// <summary>Whether the module is being trained (the default) or evaluated; dropout and batch norm differ.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>
    /// Computes the module's output. A module that takes something else than one tensor has a method of its own for that,
    /// by custom also called Forward, and leaves this one.
    /// </summary>
    /// <param name="x">The input; which shapes are allowed is the module's to say.</param>
    /// <exception cref="AdjointException">The input does not fit, or the module does not take a single tensor.</exception>
    public virtual Tensor Forward(Tensor x) =>
        throw new AdjointException($"{Kind}: there is no Forward(Tensor) for one tensor; call the method that the module has.");

    /// <summary>
    /// Runs the module as PyTorch's <c>model(x)</c> does: <see cref="Forward"/>, seen by what watches modules. A module
    /// that runs others calls them so.
    /// </summary>
    /// <inheritdoc cref="Forward"/>
    public Tensor Call(Tensor x) => this is Layer ? Forward(x) : Watched(x); // a layer is watched however it is called

    /// <summary>The module's pass, with its frame where somebody records, its hooks, and its temporaries given up.</summary>
    private protected Tensor Watched(Tensor x)
    {
        using Graphs.Recording.Entry frame = Graphs.Recording.Enter(this);
        MemoryScope within = OpenTemporaries(x);
        Tensor? y = null;
        try
        {
            y = Hooks is null ? Unwatched(x) : Hooks.Run(this, x, Unwatched);
            frame.Passed(x, y);
            return y;
        }
        finally
        {
            within.Close(y);
        }
    }

    /// <summary>What the module computes, and nothing else.</summary>
    private protected virtual Tensor Unwatched(Tensor x) => Forward(x);

    /// <summary>Puts this module and all within it into training or evaluation mode, and returns it.</summary>
    public Module Train(bool mode = true)
    {
        foreach (ModuleEntry entry in ModuleTree.Distinct(this)) entry.Module.Training = mode;
        return this;
    }

    /// <summary>Puts this module and all within it into evaluation mode, and returns it.</summary>
    public Module Eval() => Train(false);

    /// <summary>The parameters of this module and all within it, each once.</summary>
    public IReadOnlyList<Tensor> Parameters() => [.. NamedParameters().Select(named => named.Parameter)];

    /// <summary>
    /// The parameters with their dotted names (<c>features.0.weight</c>), in the order in which modules list them. One
    /// that occurs twice is named where it occurs first.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Parameter)> NamedParameters() => Named(members => members.Parameters);

    /// <summary>The buffers (what belongs to the state but is not trained) with their dotted names.</summary>
    public IReadOnlyList<(string Name, Tensor Buffer)> NamedBuffers() =>
        Named(members => members.Buffers.Concat(members.TransientBuffers));

    /// <summary>This module, under the empty name, and all within it, outer before inner, each once.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedModules() =>
        [.. ModuleTree.Distinct(this).Select(entry => (entry.Path, entry.Module))];

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (Tensor parameter in Parameters()) parameter.ZeroGrad();
    }

    /// <summary>
    /// Parameters and buffers by dotted name, in order. The tensors share memory with the module's: clone what should not
    /// follow later training.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>();
        foreach ((string name, Tensor value) in State()) state.Add(name, value.Detach());
        return state;
    }

    /// <summary>
    /// Takes over the values of a state, cast to the types of this module's tensors. Nothing changes unless everything fits.
    /// </summary>
    /// <param name="state">Tensors by dotted name, as <see cref="StateDict"/> gives them.</param>
    /// <param name="strict">Whether names that only one side has are an error; otherwise they are passed over.</param>
    /// <returns>The names that only one side has; none if strict.</returns>
    /// <exception cref="AdjointException">Names are missing or unexpected, or shapes differ; the message lists them all.</exception>
    public StateDifference LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        List<(string Name, Tensor Value)> own = State();
        StateDifference difference = StateMismatch.Check(Kind, own, state, strict);
        using GradMode.Scope _ = GradMode.Off();
        foreach ((string name, Tensor value) in own)
            if (state.TryGetValue(name, out Tensor? given)) value.CopyFrom(given);
        return difference;
    }

    /// <summary>The tree of modules as PyTorch prints it.</summary>
    public override string ToString()
    {
        string own = Describe();
        List<(string Name, Module Module)> inner = ListMembers().Modules;
        var text = new StringBuilder(Kind).Append('(');
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
    /// Lists what this module owns, in order, each under the name that state dictionaries use. The generator writes it for
    /// every module that does not override it by hand; one that does calls the base first.
    /// </summary>
    protected virtual void Members(MemberVisitor members) { }

    /// <summary>What <see cref="ToString"/> and errors call the module: its class.</summary>
    protected virtual string Kind => GetType().Name.Split('`')[0];

    /// <summary>
    /// Begins a pass. This library's modules keep nothing of what they see and make; of others, and of hooks, nothing is
    /// known.
    /// </summary>
    private protected MemoryScope OpenTemporaries(Tensor x)
    {
        bool keepsNothing = Hooks is null && GetType().Module == typeof(Module).Module;
        if (!keepsNothing) MemoryScope.Show(x);
        return MemoryScope.Open(keepsNothing && Engine.IsPlain, GradMode.IsEnabled);
    }

    /// <summary>The settings that <see cref="ToString"/> prints between the parentheses.</summary>
    protected virtual string Describe() => "";

    internal MemberVisitor ListMembers()
    {
        var members = new MemberVisitor(Kind);
        Members(members);
        return members;
    }

    internal List<(string Name, Tensor Value)> State()
    {
        var state = new List<(string Name, Tensor Value)>();
        foreach (ModuleEntry entry in ModuleTree.All(this))
        {
            foreach ((string name, Tensor value) in entry.Members.Parameters) state.Add((entry.Name(name), value));
            foreach ((string name, Tensor value) in entry.Members.Buffers) state.Add((entry.Name(name), value));
        }

        return state;
    }

    private List<(string Name, Tensor Value)> Named(Func<MemberVisitor, IEnumerable<(string Name, Tensor Value)>> kind)
    {
        var named = new List<(string Name, Tensor Value)>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ModuleEntry entry in ModuleTree.Distinct(this))
        {
            foreach ((string name, Tensor value) in kind(entry.Members))
                if (seen.Add(value)) named.Add((entry.Name(name), value));
        }

        return named;
    }
}
