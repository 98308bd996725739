using Adjoint.Graphs;
using Adjoint.Nn;

namespace Adjoint.Inspection;

/// <summary>
/// Turns a recorded pass into rows: one for each run of a layer, one for each operation that computes something and that
/// a module which holds layers applies itself, and one for each layer that is left over.
/// </summary>
internal sealed class LayerRows
{
    private readonly Module model;
    private readonly Recording recording;
    private readonly FieldTracer fields;
    private readonly Dictionary<Module, string> paths = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Tensor> uncounted;
    private readonly ILookup<RecordedFrame, Call> calls;
    private readonly Dictionary<string, int> operations = [];
    private readonly List<LayerReport> rows = [];

    /// <summary>The names of calls that have no row, such as a concatenation: module and operation.</summary>
    public Dictionary<Call, string> Places { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares the rows of a pass.</summary>
    public LayerRows(Module model, Recording recording, FieldTracer fields)
    {
        (this.model, this.recording, this.fields) = (model, recording, fields);
        foreach ((string path, Module module) in model.NamedModules()) paths.TryAdd(module, path);
        uncounted = new HashSet<Tensor>(model.Parameters(), ReferenceEqualityComparer.Instance);
        calls = recording.Calls.ToLookup(recorded => recorded.Frame, recorded => recorded.Call);
    }

    /// <summary>The rows, in the order in which they run.</summary>
    public IReadOnlyList<LayerReport> List()
    {
        // A layer's place is that of its first call; one without calls comes where it was entered.
        var waiting = new Queue<RecordedFrame>(Leaves(recording.Root));
        var done = new HashSet<RecordedFrame>(ReferenceEqualityComparer.Instance);
        foreach ((Call call, RecordedFrame frame) in recording.Calls)
        {
            bool isLayer = frame is { Source: not null, Inner.Count: 0 };
            while (isLayer && !done.Contains(frame))
            {
                RecordedFrame next = waiting.Dequeue();
                done.Add(next);
                AddLayer(next);
            }

            if (!isLayer) AddOperation(frame, call);
        }

        foreach (RecordedFrame frame in waiting) AddLayer(frame);
        foreach ((string path, Module module) in model.NamedModules()) AddUnused(path, module);
        return rows;
    }

    private static IEnumerable<RecordedFrame> Leaves(RecordedFrame frame)
    {
        if (frame.Inner.Count == 0) return frame.Source is null ? [] : [frame];
        return frame.Inner.SelectMany(Leaves);
    }

    private void AddLayer(RecordedFrame frame)
    {
        var module = (Module)frame.Source!;
        List<Call> own = [.. calls[frame]];
        Tensor? input = frame.Input ?? own.FirstOrDefault()?[0];
        Tensor? output = frame.Output ?? own.LastOrDefault()?.Output ?? input;
        IReadOnlyList<Tensor> parameters = module.Parameters();
        Tensor[] fresh = [.. parameters.Where(uncounted.Remove)];
        rows.Add(Row(paths[module], module.GetType().Name, own, fresh) with
        {
            Module = module,
            Input = input?.Shape,
            Output = output?.Shape,
            Result = output,
            Field = output is null ? null : fields.Of(output),
            IsShared = parameters.Count > 0 && fresh.Length == 0,
            IsFrozen = parameters.Count > 0 && parameters.All(parameter => !parameter.RequiresGrad),
        });
    }

    private void AddOperation(RecordedFrame frame, Call call)
    {
        // What does not depend on the input is part of how a parameter is used.
        if (!fields.DependsOnInput(call.Output.Value)) return;
        string path = frame.Source is Module module ? paths[module] : "";
        string kind = call.Op.Facts.Label ?? call.Op.Name;
        string name = $"{path}/{kind.ToLowerInvariant()}".TrimStart('/');
        Places[call] = name;
        Tensor[] fresh = [.. Leaves(call).Where(uncounted.Remove)];
        if (fresh.Length == 0 && call.Op.Work(call) is { Flops: 0 }) return;
        // Images are resampled axis by axis, which is one step to the caller.
        LayerReport? begun = rows is [.., { Module: null } before] && IsNextAxis(before, call) ? before : null;
        int times = 1;
        if (begun is not null) rows.RemoveAt(rows.Count - 1);
        else times = operations[name] = operations.GetValueOrDefault(name) + 1;
        Tensor result = call.Output;
        rows.Add(Row(begun?.Name ?? (times == 1 ? name : $"{name}{times}"), begun?.Kind ?? kind, [.. begun?.Calls ?? [], call], fresh) with
        {
            Input = begun?.Input ?? call[0].Shape,
            Output = result.Shape,
            Result = result,
            Field = fields.Of(result),
        });
    }

    /// <summary>Whether a call does along the next axis what the last call of a row did.</summary>
    private static bool IsNextAxis(LayerReport row, Call call) =>
        call.Op.Facts.ResampledAxis is { } axis && row.Calls is [.., var last] && last.Op.GetType() == call.Op.GetType()
        && ReferenceEquals(call[0].Creator, last) && last.Op.Facts.ResampledAxis == axis - 1;

    private void AddUnused(string path, Module module)
    {
        Tensor[] fresh = [.. module.ListMembers().Parameters.Select(named => named.Value).Where(uncounted.Remove)];
        if (fresh.Length > 0) rows.Add(Row(path, module.GetType().Name, [], fresh) with { Module = module });
    }

    private static LayerReport Row(string name, string kind, List<Call> own, Tensor[] parameters) => new()
    {
        Name = name,
        Kind = kind,
        Calls = own,
        Parameters = parameters.Sum(parameter => (long)parameter.Numel),
        Formula = ParameterFormula.Of([.. parameters.Select(parameter => parameter.Shape)]),
        Work = own.Aggregate(default(Work), (work, call) => work + (call.Op.Work(call) ?? default)),
        ActivationBytes = own.Sum(ModelReport.BytesOf),
    };

    /// <summary>The tensors that calls beside the flow take to what this one takes of them.</summary>
    private IEnumerable<Tensor> Leaves(Call call)
    {
        var waiting = new Stack<Call>([call]);
        var seen = new HashSet<Call>(ReferenceEqualityComparer.Instance);
        while (waiting.TryPop(out Call? next))
        {
            foreach (Tensor x in next.Inputs.ToArray())
            {
                if (x.Creator is null) yield return x;
                else if (!fields.DependsOnInput(x.Value) && seen.Add(x.Creator)) waiting.Push(x.Creator);
            }
        }
    }
}
