namespace Adjoint.Nn;

/// <summary>
/// Masks on tensors of modules: PyTorch's <c>nn.utils.prune</c>. The tensor is <c>weight_orig</c>, which is trained, times
/// <c>weight_mask</c>, a buffer, whenever the module runs. What is pruned again loses of what was left.
/// </summary>
public static class Prune
{
    /// <summary>Prunes elements at random.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <param name="amount">How many of the elements that are left, or which fraction.</param>
    /// <param name="generator">Chooses them; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor, or the amount is out of its range.</exception>
    public static T RandomUnstructured<T>(T module, string name, PruneAmount amount, Generator? generator = null) where T : Module =>
        Apply(module, name, (value, mask) => PruneMask.Unstructured(Random(value.Shape, generator), mask, amount));

    /// <summary>Prunes the elements of the least absolute values.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <param name="amount">How many of the elements that are left, or which fraction.</param>
    /// <param name="importanceScores">Scores in the place of the values, of the tensor's shape.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor, or the amount is out of its range.</exception>
    public static T L1Unstructured<T>(T module, string name, PruneAmount amount, Tensor? importanceScores = null) where T : Module =>
        Apply(module, name, (value, mask) => PruneMask.Unstructured(Scores(importanceScores, value).Abs(), mask, amount));

    /// <summary>Prunes channels along an axis at random.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <param name="amount">How many of the channels that are left, or which fraction.</param>
    /// <param name="axis">The axis of channels.</param>
    /// <param name="generator">Chooses them; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor or axis, or the amount is out of its range.</exception>
    public static T RandomStructured<T>(T module, string name, PruneAmount amount, int axis, Generator? generator = null)
        where T : Module =>
        Apply(module, name, (value, mask) =>
        {
            int along = value.Shape.Axis(axis, "Prune.RandomStructured");
            return PruneMask.Structured(Random([value.Shape[along]], generator), mask, amount, along);
        });

    /// <summary>Prunes the channels along an axis that have the least p-norms.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <param name="amount">How many of the channels that are left, or which fraction.</param>
    /// <param name="n">Which norm.</param>
    /// <param name="axis">The axis of channels.</param>
    /// <param name="importanceScores">Scores in the place of the values, of the tensor's shape.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor or axis, or the amount is out of its range.</exception>
    public static T LnStructured<T>(
        T module, string name, PruneAmount amount, double n, int axis, Tensor? importanceScores = null) where T : Module =>
        Apply(module, name, (value, mask) =>
        {
            int along = value.Shape.Axis(axis, "Prune.LnStructured");
            int[] others = [.. Enumerable.Range(0, value.Rank).Where(other => other != along)];
            Tensor scores = Scores(importanceScores, value);
            return PruneMask.Structured(others.Length == 0 ? scores.Abs() : scores.Norm(n, others), mask, amount, along);
        });

    /// <summary>Prunes where a mask is 0.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <param name="mask">Of the tensor's shape: 1 or true where elements stay.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor, or it has another shape.</exception>
    public static T CustomFromMask<T>(T module, string name, Tensor mask) where T : Module
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Apply(module, name, (value, before) => mask.Shape == value.Shape
            ? before * mask.To(before.DType)
            : throw new ShapeException($"Prune.CustomFromMask: a mask {mask.Shape} does not fit {value.Shape}."));
    }

    /// <summary>Gives a tensor a mask of ones.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name in the module's own state.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor.</exception>
    public static T Identity<T>(T module, string name) where T : Module => Apply(module, name, (_, mask) => mask);

    /// <summary>Prunes the elements of the least absolute values of several tensors together.</summary>
    /// <param name="parameters">Modules and names of tensors.</param>
    /// <param name="amount">How many of all elements that are left, or which fraction.</param>
    /// <param name="atRandom">Whether to choose at random, and not by values.</param>
    /// <param name="generator">Chooses then; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">There is no such tensor, or the amount is out of its range.</exception>
    public static void GlobalUnstructured(
        IEnumerable<(Module Module, string Name)> parameters, PruneAmount amount, bool atRandom = false, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (Module Module, string Name)[] all = [.. parameters];
        if (all.Length == 0) return;
        using Scope _ = GradMode.Off();
        (Tensor Value, Tensor Mask)[] before = [.. all.Select(tensor => Now(tensor.Module, tensor.Name))];
        Tensor values = Tensor.Concat([.. before.Select(tensor => tensor.Value.Reshape(-1))]);
        Tensor masks = Tensor.Concat([.. before.Select(tensor => tensor.Mask.Reshape(-1))]);
        Tensor chosen = PruneMask.Unstructured(atRandom ? Random(values.Shape, generator) : values.Abs(), masks, amount);
        Tensor[] parts = chosen.Split([.. before.Select(tensor => tensor.Value.Numel)]);
        for (int i = 0; i < all.Length; i++) CustomFromMask(all[i].Module, all[i].Name, parts[i].Reshape(before[i].Value.Shape));
    }

    /// <summary>Makes the pruning of a tensor permanent: zeros where its mask is 0, and no mask.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">The tensor is not pruned.</exception>
    public static T Remove<T>(T module, string name) where T : Module
    {
        PrunedTensor pruned = Utils.Of<PrunedTensor>(module, name, "Prune.Remove");
        Utils.Remove(module, name, pruned, pruned.Original);
        return module;
    }

    /// <summary>Whether any tensor of a module or of its inner modules is pruned.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Whether one is.</returns>
    public static bool IsPruned(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return ModuleTree.Distinct(module)
            .Exists(entry => entry.Module.Reparametrized?.Values.Any(tensor => tensor is PrunedTensor) == true);
    }

    private static T Apply<T>(T module, string name, Func<Tensor, Tensor, Tensor> change) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(name);
        using Scope _ = GradMode.Off();
        (Tensor value, Tensor mask) = Now(module, name);
        Tensor changed = change(value, mask);
        if (module.Reparametrized?.GetValueOrDefault(name) is PrunedTensor pruned)
        {
            pruned.Mask.CopyFrom(changed);
            return module;
        }

        (Tensor own, MemberRole role) = Reparametrization.Find(module, name, "Prune");
        Utils.Add(module, name, new PrunedTensor(Reparametrization.StandIn(own), name, role, own, changed.Clone()), own);
        return module;
    }

    /// <summary>The tensor and its mask as they are.</summary>
    private static (Tensor Value, Tensor Mask) Now(Module module, string name)
    {
        if (module.Reparametrized?.GetValueOrDefault(name) is PrunedTensor pruned) return (pruned.Original.Detach(), pruned.Mask);
        Tensor own = Reparametrization.Find(module, name, "Prune").Value;
        return (own.Detach(), Tensor.Ones(own.Shape, own.DType));
    }

    private static Tensor Scores(Tensor? given, Tensor value) => given is null ? value : given.Shape == value.Shape
        ? given.Detach()
        : throw new ShapeException($"Prune: importance scores {given.Shape} do not fit {value.Shape}.");

    private static Tensor Random(Shape shape, Generator? generator) => Tensor.Uniform(shape, 0, 1, generator, DType.Float64);
}

/// <summary>Masks that keep the elements or channels of the highest scores.</summary>
internal static class PruneMask
{
    /// <summary>The mask without so many of the elements that it keeps, those of the least scores.</summary>
    public static Tensor Unstructured(Tensor scores, Tensor mask, PruneAmount amount)
    {
        double[] score = scores.To(DType.Float64).ToArray<double>();
        double[] kept = mask.To(DType.Float64).ToArray<double>();
        int[] left = [.. Enumerable.Range(0, kept.Length).Where(i => kept[i] != 0)];
        foreach (int i in left.OrderBy(i => score[i]).Take(amount.Of(left.Length))) kept[i] = 0;
        return Tensor.From<double>(kept, mask.Shape).To(mask.DType);
    }

    /// <summary>The mask without so many of the channels of which it keeps something, those of the least scores.</summary>
    public static Tensor Structured(Tensor scores, Tensor mask, PruneAmount amount, int axis)
    {
        int[] others = [.. Enumerable.Range(0, mask.Rank).Where(other => other != axis)];
        Tensor counts = others.Length == 0 ? mask : mask.Sum(others, false);
        double[] score = scores.To(DType.Float64).ToArray<double>(), count = counts.To(DType.Float64).ToArray<double>();
        int[] left = [.. Enumerable.Range(0, count.Length).Where(i => count[i] != 0)];
        var keep = new double[count.Length];
        keep.AsSpan().Fill(1);
        foreach (int i in left.OrderBy(i => score[i]).Take(amount.Of(left.Length))) keep[i] = 0;
        return mask * Tensor.From<double>(keep, Shape.Repeat(1, mask.Rank).With(axis, keep.Length)).To(mask.DType);
    }
}
