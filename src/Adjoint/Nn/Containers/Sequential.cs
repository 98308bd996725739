namespace Adjoint.Nn;

/// <summary>Modules that run one after the other, each on the output of the one before; unless named, called 0, 1, 2, …</summary>
/// <example>
/// <code>
/// var net = new Sequential(new Linear(64, 32), new ReLU(), new Linear(32, 10));
/// var named = new Sequential { { "hidden", new Linear(64, 32) }, new ReLU(), { "output", new Linear(32, 10) } };
/// </code>
/// </example>
/// <param name="modules">The modules, in order.</param>
public partial class Sequential(params ReadOnlySpan<Module> modules) : ModuleList(modules)
{
    /// <summary>Appends a module under a name.</summary>
    /// <param name="name">Its name, which is not yet taken.</param>
    /// <param name="module">The module.</param>
    public void Add(string name, Module module) => Append(name, module);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, this);
    }
}
