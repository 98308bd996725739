namespace Adjoint.Nn;

/// <summary>
/// Tensors of modules that are computed from others whenever the module runs: PyTorch's <c>nn.utils.parametrize</c>. What is trained, and
/// in the state under <c>parametrizations.weight.original</c>, is what they are computed from.
/// </summary>
/// <example>
/// <code>
/// sealed class Symmetric : Module
/// {
///     public override Tensor Forward(Tensor x) => x.Triu() + x.Triu(1).Transpose();
/// }
///
/// Parametrize.RegisterParametrization(layer, "weight", new Symmetric());
/// </code>
/// </example>
public static class Parametrize
{
    /// <summary>Adds a parametrization to a tensor of a module: it is computed by the one before, and then by this.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name in the module's own state, such as <c>weight</c>.</param>
    /// <param name="parametrization">Computes the tensor; may be an <see cref="IParametrization"/>.</param>
    /// <param name="isUnsafe">Whether shape and type may change, and are not checked: PyTorch's <c>unsafe</c>.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor, or shape or type change.</exception>
    public static Module RegisterParametrization(Module module, string tensorName, Module parametrization, bool isUnsafe = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensorName);
        ArgumentNullException.ThrowIfNull(parametrization);
        if (module.Reparametrized?.GetValueOrDefault(tensorName) is { } before)
        {
            if (before is not ParametrizedTensor parametrized)
                throw new AdjointException($"Parametrize: \"{tensorName}\" is computed already by pruning or a norm; remove that first.");
            Tensor y = Run(parametrization, Value(parametrized));
            if (!isUnsafe) CheckAlike(parametrization, y, parametrized.Placeholder);
            parametrized.Module.Add(parametrization);
            return module;
        }

        (Tensor own, MemberRole role) = Reparametrization.Find(module, tensorName, "Parametrize");
        IReadOnlyList<Tensor> originals = [own];
        using (GradMode.Off())
        {
            if (parametrization is IParametrization known) originals = known.RightInverse(own);
            if (!isUnsafe)
            {
                Tensor y = parametrization is IParametrization composed ? composed.Compose(originals) : parametrization.Call(own);
                CheckAlike(parametrization, y, own);
            }
        }

        // The tensor itself stays what is trained where it can, so that optimizers keep it.
        if (originals.Count == 1 && originals[0].Shape == own.Shape && originals[0].DType == own.DType)
        {
            using (GradMode.Off())
                if (!ReferenceEquals(originals[0], own)) own.CopyFrom(originals[0]);
            originals = [own];
        }
        else
        {
            originals = [.. originals.Select(part => part.Detach().Clone().WithGrad(role == MemberRole.Parameter))];
        }

        var list = new ParametrizationList(role, originals, parametrization);
        list.Train(module.Training);
        Tensor placeholder;
        using (GradMode.Off()) placeholder = Reparametrization.StandIn(isUnsafe ? list.Compute(1) : own);
        module.Replace(own, placeholder);
        (module.Reparametrized ??= []).Add(tensorName, new ParametrizedTensor(placeholder, list));
        return module;
    }

    /// <summary>Takes the parametrizations of a tensor away.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name.</param>
    /// <param name="leaveParametrized">
    /// Whether the tensor keeps the value that it was computed to; if not, it becomes what that was computed from.
    /// </param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">The tensor has none, or is to become what it was computed from and that is several.</exception>
    public static Module RemoveParametrizations(Module module, string tensorName, bool leaveParametrized = true)
    {
        ParametrizedTensor parametrized = Of(module, tensorName, "Parametrize.RemoveParametrizations");
        ParametrizationList list = parametrized.Module;
        if (!leaveParametrized && list.Originals.Count != 1)
            throw new AdjointException(
                $"Parametrize: \"{tensorName}\" is computed from {list.Originals.Count} tensors, so it cannot become one of them.");
        Tensor own = list.Original;
        if (leaveParametrized)
        {
            Tensor value = Value(parametrized);
            bool fits = list.Originals.Count == 1 && own.Shape == value.Shape && own.DType == value.DType;
            using Scope _ = GradMode.Off();
            if (fits) own.CopyFrom(value);
            else own = value.Detach().Clone().WithGrad(own.RequiresGrad);
        }

        module.Replace(parametrized.Placeholder, own);
        module.Reparametrized!.Remove(tensorName);
        if (module.Reparametrized.Count == 0) module.Reparametrized = null;
        return module;
    }

    /// <summary>Whether a tensor of a module, or any of them, is parametrized.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name; null for any.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsParametrized(Module module, string? tensorName = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Reparametrized is { } own
            && (tensorName is null
                ? own.Values.Any(tensor => tensor is ParametrizedTensor)
                : own.GetValueOrDefault(tensorName) is ParametrizedTensor);
    }

    /// <summary>The value of a parametrized tensor, from what it is computed from now.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name.</param>
    /// <returns>The tensor, with its history.</returns>
    /// <exception cref="AdjointException">The tensor has no parametrization.</exception>
    public static Tensor Value(Module module, string tensorName) => Of(module, tensorName, "Parametrize.Value").Value();

    /// <summary>The parametrizations of a tensor, and what it is computed from.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name.</param>
    /// <returns>The list.</returns>
    /// <exception cref="AdjointException">The tensor has none.</exception>
    public static ParametrizationList Parametrizations(Module module, string tensorName) =>
        Of(module, tensorName, "Parametrize.Parametrizations").Module;

    /// <summary>Sets what a tensor is computed from so that it comes out as a value, by the inverses of its parametrizations.</summary>
    /// <param name="module">The module.</param>
    /// <param name="tensorName">The tensor's name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="AdjointException">The tensor has no parametrization, or one of them no inverse.</exception>
    public static void Assign(Module module, string tensorName, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Of(module, tensorName, "Parametrize.Assign").Module.Assign(value);
    }

    /// <summary>Until disposed, parametrized tensors are computed once on this thread, as in the steps of a recurrent network.</summary>
    /// <returns>What ends it.</returns>
    public static IDisposable Cached() => new ParametrizationCache();

    private static Tensor Run(Module parametrization, Tensor x)
    {
        using Scope _ = GradMode.Off();
        return parametrization is IParametrization known ? known.Compose(known.RightInverse(x)) : parametrization.Call(x);
    }

    private static Tensor Value(ParametrizedTensor of)
    {
        using Scope _ = GradMode.Off();
        return of.Compute();
    }

    private static ParametrizedTensor Of(Module module, string tensorName, string operation)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensorName);
        return module.Reparametrized?.GetValueOrDefault(tensorName) as ParametrizedTensor
            ?? throw new AdjointException($"{operation}: {module.GetType().Name} has no parametrized tensor \"{tensorName}\".");
    }

    private static void CheckAlike(Module parametrization, Tensor y, Tensor own)
    {
        if (y.Shape != own.Shape || y.DType != own.DType)
            throw new ShapeException(
                $"Parametrize: {parametrization.GetType().Name} makes {y.Shape} {y.DType.Name()} of {own.Shape} {own.DType.Name()}; "
                + "pass isUnsafe: true if that is meant.");
    }
}
