using System.Text.Json.Serialization;
using Adjoint.Graphs;
using Adjoint.Nn;

namespace Adjoint.Inspection;

/// <summary>The anatomy of a model: what it does with an input of a given size, layer by layer.</summary>
public sealed class ModelReport
{
    private readonly Tensor input;
    private readonly Tensor output;
    private readonly IReadOnlyDictionary<Call, string> places;

    private ModelReport(Module model, Tensor input, Tensor output, Recording recording)
    {
        (Model, this.input, this.output) = (model, input, output);
        Calls = [.. recording.Calls.Select(recorded => recorded.Call)];
        Fields = new FieldTracer(Calls, input);
        var rows = new LayerRows(model, recording, Fields);
        Layers = rows.List();
        places = rows.Places;
        Field = Fields.Of(output);
        Parameters = Count();
        Missing = [.. Calls.Where(call => call.Op.Work(call) is null).Select(call => call.Op.Name).Distinct()];
        foreach (LayerReport layer in Layers) Work += layer.Work;
        Memory = Estimate();
    }

    /// <summary>The model.</summary>
    [JsonIgnore]
    public Module Model { get; }

    /// <summary>Sizes of the input.</summary>
    public Shape Input => input.Shape;

    /// <summary>Sizes of the output.</summary>
    public Shape Output => output.Shape;

    /// <summary>The layers and operations in the order in which they run; last those that do not.</summary>
    public IReadOnlyList<LayerReport> Layers { get; }

    /// <summary>Every operation of the forward pass.</summary>
    [JsonIgnore]
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>The parameters, each once.</summary>
    public ParameterCount Parameters { get; }

    /// <summary>The arithmetic of the forward pass; see <see cref="Missing"/>.</summary>
    public Work Work { get; private set; }

    /// <summary>Operations whose arithmetic is not known, and not in <see cref="Work"/>; empty if that is complete.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>What the model needs of memory.</summary>
    public MemoryEstimate Memory { get; }

    /// <summary>What a unit of the output sees; null where the input is no image.</summary>
    public ReceptiveField? Field { get; }

    /// <summary>
    /// Captures the model on an input without values, as evaluation runs it, so that nothing is computed and any control flow
    /// in <see cref="Module.Forward"/> is followed. The model's mode is as before afterwards.
    /// </summary>
    /// <param name="model">The model; one built under <see cref="SymbolicMode"/> costs no memory.</param>
    /// <param name="input">Sizes of the input, the batch first.</param>
    /// <param name="dtype">Type of the input.</param>
    /// <exception cref="AdjointException">The input does not fit; the message names the layer and the shapes.</exception>
    public static ModelReport Of(Module model, Shape input, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor x = Tensor.Symbolic(input, dtype);
        using ModuleModes.Scope _ = ModuleModes.Evaluating(model);
        (Tensor y, Recording recording) = Recording.Of(() => Forward(model, x));
        return new ModelReport(model, x, y, recording);
    }

    /// <summary>A layer or operation by its name, or the module of that name by the last layer that it ran.</summary>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public LayerReport Layer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        LayerReport? exact = Layers.LastOrDefault(layer => layer.Name == name);
        LayerReport? within = Layers.LastOrDefault(layer => layer.WasRun && layer.IsWithin(name));
        return exact ?? within ?? throw new AdjointException(
            $"There is no layer \"{name}\". {NearestNames.Hint(name, Layers.Select(layer => layer.Name))}");
    }

    /// <summary>
    /// The field of the last layer whose units see less than the whole input along every axis, or the output's if there is none;
    /// null where the input is no image.
    /// </summary>
    public ReceptiveField? LargestField() => Layers
        .LastOrDefault(layer => layer.Field is { } field && field.Axes.All(axis => !axis.IsWhole))?.Field ?? Field;

    /// <summary>Sizes, parameters and arithmetic in a line; the rows are in <see cref="Layers"/>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model.GetType().Name}: {Input} to {Output}, {Parameters.Total:N0} parameters, {Work.Macs:N0} multiply-adds"
        + $"{(Missing.Count > 0 ? " and more" : "")}, {Layers.Count} layers");

    /// <summary>Which rows of <see cref="Layers"/> feed which; no row stands for the input.</summary>
    public IReadOnlyList<(int? From, int To)> Edges()
    {
        var rows = new Dictionary<Value, int?> { [input.Value] = null };
        var edges = new HashSet<(int?, int)>();
        for (int i = 0; i < Layers.Count; i++)
        {
            foreach (Call call in Layers[i].Calls)
                for (int result = 0; result < call.Specs.Count; result++) rows.TryAdd(new Value(call, result), i);
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            foreach (Tensor x in Layers[i].Calls.SelectMany(call => call.Inputs.ToArray()))
                edges.UnionWith(Sources(x, rows).Where(from => from != i).Select(from => (from, i)));
        }

        return [.. edges.OrderBy(edge => edge.Item2).ThenBy(edge => edge.Item1 ?? -1)];
    }

    /// <summary>The rows that a tensor comes from, past calls that belong to none.</summary>
    private static List<int?> Sources(Tensor tensor, Dictionary<Value, int?> rows)
    {
        var sources = new List<int?>();
        var waiting = new Stack<Tensor>([tensor]);
        while (waiting.TryPop(out Tensor? next))
        {
            if (rows.TryGetValue(next.Value, out int? row)) sources.Add(row);
            else if (next.Creator is { } call)
                foreach (Tensor x in call.Inputs) waiting.Push(x);
        }

        return sources;
    }

    /// <summary>The places of the input that one unit of a layer depends on, along each spatial axis of the input.</summary>
    internal Extent[]? Places(LayerReport layer, ReadOnlySpan<Extent> unit) =>
        layer.Result is { } result ? Fields.Places(result, unit, withBorders: true) : null;

    /// <summary>What a unit of any tensor of the pass sees.</summary>
    internal FieldTracer Fields { get; }

    /// <summary>The row that makes a tensor; null if there is none.</summary>
    internal LayerReport? Maker(Tensor tensor) =>
        Layers.FirstOrDefault(layer => layer.Calls.Any(call => ReferenceEquals(call, tensor.Creator)));

    /// <summary>What a person calls the place where a tensor is made, past views of what another place made.</summary>
    internal string NameOf(Tensor tensor)
    {
        for (; tensor.Creator is { } call; tensor = call[0])
        {
            if (Maker(tensor) is { } row) return row.Name;
            if (call.Inputs.Length > 1) return places.GetValueOrDefault(call, call.Op.Name.ToLowerInvariant());
        }

        return tensor.Value == input.Value ? "the input" : "a constant";
    }

    /// <summary>The graph from the input to a layer's output.</summary>
    internal Graph GraphTo(LayerReport layer) => Graph.Of([input], [layer.Result ?? throw new AdjointException(
        $"The layer \"{layer.Name}\" does not run, so nothing flows through it.")]);

    private ParameterCount Count()
    {
        IReadOnlyList<Tensor> all = Model.Parameters();
        ILookup<LayerFamily, long> counts = Layers.ToLookup(FamilyOf, layer => layer.Parameters);
        (long convolution, long linear) = (counts[LayerFamily.Convolution].Sum(), counts[LayerFamily.Product].Sum());
        long total = all.Sum(parameter => (long)parameter.Numel);
        long trainable = all.Where(parameter => parameter.RequiresGrad).Sum(parameter => (long)parameter.Numel);
        return new ParameterCount(total, trainable, convolution, linear, total - convolution - linear);
    }

    /// <summary>The family of a layer's operations: convolutions if there are any, products if there are any, or other.</summary>
    private static LayerFamily FamilyOf(LayerReport layer) => layer.Calls
        .Select(call => call.Op.Facts.Family).Where(family => family != LayerFamily.Other).DefaultIfEmpty().Min();

    private MemoryEstimate Estimate()
    {
        long own = Model.Parameters().Sum(Bytes) + Model.NamedBuffers().Sum(named => Bytes(named.Buffer));
        Tensor[] trained = [.. Model.Parameters().Where(parameter => parameter.RequiresGrad)];
        return new MemoryEstimate(own, Calls.Sum(BytesOf), Bytes(input), trained.Select(Bytes), InferencePass(), TrainingPass(trained));
    }

    /// <summary>Bytes of the memory that a call takes: none for a view.</summary>
    internal static long BytesOf(Call call) =>
        call.Op.Facts.IsAlias ? 0 : Enumerable.Range(0, call.Specs.Count).Sum(result => call.Specs[result].Bytes);

    private Recording InferencePass()
    {
        using Scope _ = GradMode.Off();
        return Recording.Of(() => Forward(Model, Tensor.Symbolic(Input, input.DType)), tracksMemory: true).Recording;
    }

    /// <summary>A forward pass and the backward pass after it; null if nothing is trained.</summary>
    private Recording? TrainingPass(Tensor[] trained)
    {
        if (trained.Length == 0) return null;
        try
        {
            using ModuleModes.Scope _ = ModuleModes.Training(Model);
            return PassesThrough(trained);
        }
        catch (ShapeException)
        {
            // What evaluation takes, training may not: a batch normalisation of one value per channel.
            return PassesThrough(trained);
        }
    }

    private Recording PassesThrough(Tensor[] trained)
    {
        using Scope _ = SymbolicMode.On();
        return Recording.Of(
            () =>
            {
                Tensor y = Forward(Model, Tensor.Symbolic(Input, input.DType));
                return Engine.Grad([y], trained, [Tensor.Symbolic(y.Shape, y.DType)], allowUnused: true);
            },
            tracksMemory: true).Recording;
    }

    /// <summary>Runs a model; an error names the layer in which it came up.</summary>
    private static Tensor Forward(Module model, Tensor x)
    {
        try
        {
            return model.Call(x);
        }
        catch (AdjointException error) when (Recording.Innermost is Module failed && NameIn(model, failed) is { Length: > 0 } name)
        {
            throw new ShapeException($"{name} ({failed.GetType().Name}): {error.Message}");
        }
    }

    private static string? NameIn(Module model, Module inner) =>
        model.NamedModules().FirstOrDefault(named => ReferenceEquals(named.Module, inner)).Name;

    private static long Bytes(Tensor tensor) => (long)tensor.Numel * tensor.DType.Size();
}
