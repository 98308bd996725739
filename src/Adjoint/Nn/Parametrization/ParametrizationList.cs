namespace Adjoint.Nn;

/// <summary>
/// The parametrizations of one tensor, called 0, 1, … in the order in which they apply, and what it is computed from: <c>original</c>,
/// or <c>original0</c>, <c>original1</c>, … where the first takes several.
/// </summary>
public sealed class ParametrizationList : ModuleList
{
    private readonly MemberRole role;
    private List<Tensor> originals;

    internal ParametrizationList(MemberRole role, IEnumerable<Tensor> originals, Module first) : base(first) =>
        (this.role, this.originals) = (role, [.. originals]);

    /// <summary>What the tensor is computed from.</summary>
    public IReadOnlyList<Tensor> Originals => originals;

    /// <summary>The only tensor that it is computed from, or the first.</summary>
    public Tensor Original => originals[0];

    /// <summary>Computes the tensor.</summary>
    /// <returns>The tensor.</returns>
    public Tensor Forward()
    {
        using var _ = EnterScope();
        return Compute(Count);
    }

    /// <summary>The tensor by the first parametrizations.</summary>
    internal Tensor Compute(int count)
    {
        if (count == 0) return originals[0];
        Tensor y = this[0] is IParametrization first ? first.Compose(originals) : this[0].Call(originals[0]);
        for (int i = 1; i < count; i++) y = this[i] is IParametrization next ? next.Compose([y]) : this[i].Call(y);
        return y;
    }

    /// <summary>Sets what the tensor is computed from so that it comes out as a value, or near it.</summary>
    /// <exception cref="AdjointException">A parametrization has no inverse, or its shapes differ.</exception>
    internal void Assign(Tensor value)
    {
        using Scope _ = GradMode.Off();
        IReadOnlyList<Tensor> parts = [value];
        for (int i = Count - 1; i >= 0; i--)
        {
            parts = this[i] is IParametrization known ? known.RightInverse(parts[0]) : throw new AdjointException(
                $"Parametrize.Assign: {this[i].GetType().Name} has no inverse; implement {nameof(IParametrization)}.");
        }

        for (int i = 0; i < originals.Count; i++)
        {
            if (parts.Count != originals.Count || parts[i].Shape != originals[i].Shape)
                throw new ShapeException($"Parametrize.Assign: the inverse of {this[0].GetType().Name} does not fit its tensors.");
        }

        for (int i = 0; i < originals.Count; i++) originals[i].CopyFrom(parts[i]);
    }

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var visited = new List<Tensor>();
        for (int i = 0; i < originals.Count; i++)
        {
            Tensor? value = originals[i];
            string name = originals.Count == 1 ? "original" : $"original{i}";
            if (role == MemberRole.Parameter) members.Parameter(name, ref value);
            else members.Buffer(name, ref value, role == MemberRole.Buffer);
            visited.Add(value);
        }

        originals = visited;
        base.Members(members);
    }
}

/// <summary>A tensor computed by a list of parametrizations.</summary>
internal sealed class ParametrizedTensor(Tensor placeholder, ParametrizationList list) : Reparametrization
{
    public override Tensor Placeholder => placeholder;

    public override ParametrizationList Module => list;

    public override Tensor Compute() => list.Forward();

    public override Reparametrization Clone(Module module, ModuleCloner cloner) =>
        new ParametrizedTensor(cloner.Clone(placeholder), cloner.Clone(list));
}
