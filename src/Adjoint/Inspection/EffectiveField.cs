namespace Adjoint.Inspection;

/// <summary>
/// The effective receptive field of a layer: how strongly its centre unit in fact depends on each place of the input. Luo, Li, Urtasun,
/// Zemel, "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", NIPS 2016 (arXiv 1701.04128).
/// </summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Map">
/// The size of the gradient at each place of the input, float64, of the shape of its spatial axes: absolute values, summed
/// over channels, averaged over samples; in all 1, or 0 if there is no gradient at all.
/// </param>
/// <param name="Extent">Along each axis the shortest run of places that holds 95 % of the gradient.</param>
/// <param name="First">Where that run begins.</param>
/// <param name="Theoretical">Along each axis how many places within the input the unit can depend on.</param>
/// <param name="TheoreticalFirst">Where those begin.</param>
/// <param name="Outside">Share of the gradient outside of the theoretical field: nothing but rounding, if both are right.</param>
/// <param name="Samples">Over how many inputs the average is.</param>
public sealed record EffectiveField(
    string Layer, Tensor Map, IReadOnlyList<int> Extent, IReadOnlyList<int> First, IReadOnlyList<int> Theoretical,
    IReadOnlyList<int> TheoreticalFirst, double Outside, int Samples)
{
    private const double Share = 0.95;

    /// <summary>The layer, and its effective and theoretical extent.</summary>
    public override string ToString() => $"{Layer}: {string.Join("x", Extent)} of {string.Join("x", Theoretical)} places";

    /// <summary>Measures the field on normally distributed random inputs.</summary>
    /// <param name="report">The report of a model that has values.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="samples">Over how many inputs to average.</param>
    /// <param name="generator">Draws the inputs; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="begun">Is told the number of each sample before it is run, from 1; may be left out.</param>
    /// <exception cref="AdjointException">There is no such layer, it is not spatial, or the model has no values.</exception>
    public static EffectiveField Of(ModelReport report, string layer, int samples = 16, Generator? generator = null,
        Action<int>? begun = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (samples < 1) throw new AdjointException($"EffectiveField: averages over at least one sample, not {samples}.");
        return Of(report, layer, Enumerable.Range(1, samples).Select(sample =>
        {
            begun?.Invoke(sample);
            return Tensor.Normal(report.Input, generator: generator);
        }));
    }

    /// <summary>Measures the field on given inputs, each of the report's input size.</summary>
    /// <inheritdoc cref="Of(ModelReport, string, int, Generator, Action{int})"/>
    public static EffectiveField Of(ModelReport report, string layer, IEnumerable<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(inputs);
        if (report.Input.Rank < 3)
            throw new AdjointException($"EffectiveField: the input {report.Input} is no image [N, C, sizes…].");
        if (report.Model.Parameters().Any(parameter => parameter.IsSymbolic))
            throw new AdjointException("EffectiveField: the model was built without values; build it outside of SymbolicMode.");
        LayerReport row = report.Layer(layer);
        Graph graph = report.GraphTo(row);
        Shape shape = row.Output!.Value;
        Tensor map = Tensor.Zeros([.. report.Input.Span[2..]], DType.Float64);
        Tensor seed = CentreUnit(shape);
        int samples = 0;
        foreach (Tensor input in inputs)
        {
            if (input.Shape != report.Input)
                throw new ShapeException($"EffectiveField: an input {input.Shape} is not of the report's size {report.Input}.");
            Tensor x = input.Detach().WithGrad();
            Tensor y = graph.Run(x)[0];
            Tensor gradient = Engine.Grad([y], [x], [seed])[0];
            using Scope _ = GradMode.Off();
            map = map + gradient.To(DType.Float64).Abs().Sum(0, 1);
            samples++;
        }

        double total = map.Sum().Item();
        if (total > 0) map /= total;
        return Describe(report, row, map, samples);
    }

    /// <summary>1 at the centre of every channel of the first sample, 0 elsewhere.</summary>
    private static Tensor CentreUnit(Shape shape)
    {
        Tensor seed = Tensor.Zeros(shape);
        Tensor unit = seed.Narrow(0, 0, 1);
        for (int axis = 2; axis < shape.Rank; axis++) unit = unit.Narrow(axis, shape[axis] / 2, 1);
        unit.Store(1);
        return seed;
    }

    private static EffectiveField Describe(ModelReport report, LayerReport row, Tensor map, int samples)
    {
        int rank = map.Rank;
        var (extent, first, theoretical, theoreticalFirst) = (new int[rank], new int[rank], new int[rank], new int[rank]);
        Shape shape = row.Output!.Value;
        var unit = new Extent[shape.Rank];
        for (int axis = 0; axis < unit.Length; axis++) unit[axis] = axis < 2 ? Core.Extent.Whole : Core.Extent.At(shape[axis] / 2);
        Extent[] places = report.Places(row, unit) ?? [.. Enumerable.Repeat(Core.Extent.None, rank)];
        Tensor inside = map;
        for (int axis = 0; axis < rank; axis++)
        {
            int size = map.Shape[axis];
            int low = places[axis].IsWhole ? 0 : (int)Math.Clamp(places[axis].First, 0, size);
            int high = places[axis].IsWhole ? size : (int)Math.Clamp(places[axis].Last + 1, low, size);
            (theoreticalFirst[axis], theoretical[axis]) = (low, high - low);
            inside = inside.Narrow(axis, low, high - low);
            int[] others = [.. Enumerable.Range(0, rank).Where(other => other != axis)];
            double[] marginal = (others.Length == 0 ? map : map.Sum(others)).ToArray<double>();
            (first[axis], extent[axis]) = ShortestRun(marginal);
        }

        double total = map.Sum().Item();
        return new EffectiveField(
            row.Name, map, extent, first, theoretical, theoreticalFirst,
            total == 0 ? 0 : Math.Max(0, total - inside.Sum().Item()), samples);
    }

    private static (int First, int Length) ShortestRun(double[] weights)
    {
        double needed = Share * weights.Sum();
        if (needed == 0) return (0, 0);
        (int First, int Length) best = (0, weights.Length);
        double held = 0;
        int first = 0;
        for (int last = 0; last < weights.Length; last++)
        {
            held += weights[last];
            while (held - weights[first] >= needed) held -= weights[first++];
            if (held >= needed && last - first + 1 < best.Length) best = (first, last - first + 1);
        }

        return best;
    }
}
