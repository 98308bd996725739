namespace Adjoint.Nn;

/// <summary>What PyTorch has in <c>nn.utils</c>.</summary>
public static class Utils
{
    /// <summary>All parameters as one vector, in order.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The vector; gradients flow through it.</returns>
    /// <exception cref="ShapeException">There are none.</exception>
    public static Tensor ParametersToVector(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] parts = [.. parameters.Select(parameter => parameter.Reshape(-1))];
        return parts.Length > 0 ? Tensor.Concat(parts) : throw new ShapeException("ParametersToVector: there are no parameters.");
    }

    /// <summary>Copies a vector into parameters, in order.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ShapeException">The vector is not as long as the parameters have elements; nothing is changed then.</exception>
    public static void VectorToParameters(Tensor vector, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] all = [.. parameters];
        long count = all.Sum(parameter => (long)parameter.Numel);
        if (vector.Rank != 1 || vector.Numel != count)
            throw new ShapeException($"VectorToParameters: the parameters have {count} elements, and the vector is {vector.Shape}.");
        using Scope _ = GradMode.Off();
        int start = 0;
        foreach (Tensor parameter in all)
        {
            parameter.CopyFrom(vector.Narrow(0, start, parameter.Numel).Reshape(parameter.Shape));
            start += parameter.Numel;
        }
    }

    /// <summary>
    /// Multiplies the gradients of all parameters so that their norm together is at most a limit: <c>clip_grad_norm_</c>.
    /// </summary>
    /// <param name="parameters">The parameters; those without a gradient do not count.</param>
    /// <param name="maxNorm">The limit.</param>
    /// <param name="normType">Which norm; infinity for the largest element.</param>
    /// <param name="errorIfNonfinite">Whether a norm that is not finite is an error; then nothing is changed.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="AdjointException">The norm is not finite, and that is to be an error.</exception>
    public static double ClipGradNorm(
        IEnumerable<Tensor> parameters, double maxNorm, double normType = 2, bool errorIfNonfinite = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using Scope _ = GradMode.Off();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.UnseenGrad).OfType<Tensor>()];
        if (gradients.Length == 0) return 0;
        Tensor norms = Tensor.Stack([.. gradients.Select(g => g.To(DType.Float64).Norm(normType))]);
        double norm = norms.Norm(normType).Item();
        if (errorIfNonfinite && !double.IsFinite(norm))
            throw new AdjointException($"ClipGradNorm: the norm of the gradients is {norm}; nothing was changed.");
        double factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
            foreach (Tensor g in gradients) g.MultiplyInPlace(factor);
        return norm;
    }

    /// <summary>Limits each element of the gradients of all parameters to ±a value: <c>clip_grad_value_</c>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="clipValue">The limit.</param>
    public static void ClipGradValue(IEnumerable<Tensor> parameters, double clipValue)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using Scope _ = GradMode.Off();
        foreach (Tensor g in parameters.Select(parameter => parameter.UnseenGrad).OfType<Tensor>())
            g.CopyFrom(g.Clamp(-clipValue, clipValue));
    }

    /// <summary>
    /// Weight normalisation under the names of PyTorch's older function: <c>weight_g</c> and <c>weight_v</c> beside the module's other
    /// parameters. New programs use <see cref="Parametrizations.WeightNorm"/>.
    /// </summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="axis">The axis along which each slice has a length of its own; null for one length of all.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor.</exception>
    public static T WeightNorm<T>(T module, string name = "weight", int? axis = 0) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        Tensor v = Reparametrization.Find(module, name, "WeightNorm").Value;
        Tensor g;
        using (GradMode.Off()) g = WeightNormParametrization.Lengths(v, axis).Clone();
        Tensor placeholder = Reparametrization.StandIn(v);
        Add(module, name, new WeightNormedTensor(placeholder, name, g.WithGrad(), v, axis), v);
        return module;
    }

    /// <summary>Takes the norm of <see cref="WeightNorm"/> away; the tensor keeps its value.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">The tensor has no such norm.</exception>
    public static T RemoveWeightNorm<T>(T module, string name = "weight") where T : Module
    {
        WeightNormedTensor norm = Of<WeightNormedTensor>(module, name, "RemoveWeightNorm");
        Remove(module, name, norm, norm.V);
        return module;
    }

    /// <summary>
    /// Spectral normalisation under the names of PyTorch's older function: <c>weight_orig</c>, <c>weight_u</c> and <c>weight_v</c>. New
    /// programs use <see cref="Parametrizations.SpectralNorm"/>.
    /// </summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="powerIterations">Iterations for each run in training.</param>
    /// <param name="eps">The least length of a vector that is divided by.</param>
    /// <param name="axis">The axis that counts as rows; of transposed convolutions 1, else 0, if not given.</param>
    /// <param name="generator">Draws the first vectors; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">There is no such tensor, or it has fewer than two axes.</exception>
    public static T SpectralNorm<T>(
        T module, string name = "weight", int powerIterations = 1, double eps = 1e-12, int? axis = null, Generator? generator = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        Tensor own = Reparametrization.Find(module, name, "SpectralNorm").Value;
        if (own.Rank < 2) throw new ShapeException($"SpectralNorm: \"{name}\" of shape {own.Shape} is no matrix.");
        var iteration = new SpectralIteration(
            powerIterations, eps, own.Shape.Axis(axis ?? Parametrizations.DefaultAxis(module), "SpectralNorm"), rightFirst: true);
        (Tensor u, Tensor v) = iteration.Begin(own, generator);
        Add(module, name, new SpectralNormedTensor(module, Reparametrization.StandIn(own), name, own, u, v, iteration), own);
        return module;
    }

    /// <summary>Takes the norm of <see cref="SpectralNorm"/> away; the tensor keeps its value.</summary>
    /// <typeparam name="T">The module's class.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">The tensor's name.</param>
    /// <returns>The module.</returns>
    /// <exception cref="AdjointException">The tensor has no such norm.</exception>
    public static T RemoveSpectralNorm<T>(T module, string name = "weight") where T : Module
    {
        SpectralNormedTensor norm = Of<SpectralNormedTensor>(module, name, "RemoveSpectralNorm");
        Remove(module, name, norm, norm.Original);
        return module;
    }

    /// <summary>Puts a tensor that is computed in the place of a module's own.</summary>
    internal static void Add(Module module, string name, Reparametrization tensor, Tensor own)
    {
        module.Replace(own, tensor.Placeholder);
        (module.Reparametrized ??= []).Add(name, tensor);
    }

    /// <summary>Puts a tensor that holds the value in the place of one that was computed.</summary>
    internal static void Remove(Module module, string name, Reparametrization tensor, Tensor own)
    {
        using (GradMode.Off()) own.CopyFrom(tensor.Compute());
        module.Replace(tensor.Placeholder, own);
        module.Reparametrized!.Remove(name);
        if (module.Reparametrized.Count == 0) module.Reparametrized = null;
    }

    internal static TKind Of<TKind>(Module module, string name, string operation) where TKind : Reparametrization
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Reparametrized?.GetValueOrDefault(name) as TKind
            ?? throw new AdjointException($"{operation}: \"{name}\" of {module.GetType().Name} has nothing to remove.");
    }
}
