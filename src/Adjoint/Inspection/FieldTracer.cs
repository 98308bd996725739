namespace Adjoint.Inspection;

/// <summary>
/// Finds receptive fields by following single units back through the captured calls, exactly, on any graph. Positions
/// are not clipped at borders, so that padding counts as in the closed form.
/// </summary>
internal sealed class FieldTracer
{
    // Divisible by any stride or scale that networks have, so that the jump over it is exact.
    private const int Far = 20160;

    // Units whose fields can differ after upsampling repeat at least this often.
    private const int Phases = 240;

    private readonly IReadOnlyList<Call> calls;
    private readonly Tensor input;
    private readonly Dictionary<Value, ReceptiveField?> known = [];
    private readonly Dictionary<Value, string> misaligned = [];
    private readonly Dictionary<Call, int> order = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Value> dependent = []; // the values that the input leads to
    private readonly bool hasPhases;

    public FieldTracer(IReadOnlyList<Call> calls, Tensor input)
    {
        this.input = input;
        dependent.Add(input.Value);
        this.calls = [.. calls.Where(Follow)];
        for (int i = 0; i < this.calls.Count; i++) order[this.calls[i]] = i;
        hasPhases = calls.Any(HasPhases);
        known[input.Value] = new ReceptiveField(Enumerable.Repeat(AxisField.Input, Math.Max(0, input.Rank - 2)).ToArray());
        if (input.Rank > 2)
            foreach (Call call in calls) Meet(call);
    }

    /// <summary>What a unit of the tensor sees; null if it does not depend on the input, or that is no image.</summary>
    public ReceptiveField? Of(Tensor tensor)
    {
        if (input.Rank < 3) return null;
        Value key = tensor.Value;
        if (!known.TryGetValue(key, out ReceptiveField? field)) known[key] = field = Trace(tensor);
        return misaligned.TryGetValue(key, out string? reason) ? field! with { Misalignment = reason } : field;
    }

    /// <summary>The places of the input that the unit at a position of a tensor depends on, per spatial axis of the input.</summary>
    public Extent[]? Places(Tensor tensor, ReadOnlySpan<Extent> unit, bool withBorders = false) =>
        ReachBack.From(
            calls, tensor, unit.ToArray(), tensor.Creator is { } creator ? order.GetValueOrDefault(creator, -1) : -1,
            withBorders, dependent)
            .TryGetValue(input.Value, out Extent[]? reach) ? reach[2..] : null;

    /// <summary>Whether a value of the pass depends on the input.</summary>
    public bool DependsOnInput(Value value) => dependent.Contains(value);

    /// <summary>Whether a call depends on the input, which is known of those before it; then its results do.</summary>
    private bool Follow(Call call)
    {
        bool follows = call.Inputs.ToArray().Any(x => dependent.Contains(x.Value));
        for (int result = 0; follows && result < call.Specs.Count; result++) dependent.Add(new Value(call, result));
        return follows;
    }

    /// <summary>Whether neighbouring units may see fields that differ in more than their place.</summary>
    private static bool HasPhases(Call call)
    {
        OpFacts facts = call.Op.Facts;
        return facts.HasPhases && !(facts.IsAlias && call[0].Rank <= call.Spec.Rank);
    }

    private ReceptiveField? Trace(Tensor tensor)
    {
        var fields = new AxisField[input.Rank - 2];
        Array.Fill(fields, AxisField.Whole);
        var everything = new Extent[tensor.Rank];
        Array.Fill(everything, Extent.Whole);
        if (Places(tensor, everything) is null) return null;
        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            Extent[] At(long place)
            {
                Extent[] unit = [.. everything];
                unit[axis] = Extent.At(place);
                return Places(tensor, unit)!;
            }

            int centre = tensor.Shape[axis] / 2;
            Extent[] middle = At(centre);
            int along = middle.Count(extent => !extent.IsWhole);
            if (along == 0) continue;
            // The axes of the image lie one within the other here: units have places, but no distances.
            if (along > 1) return null;
            Extent[] first = At(0);
            Extent[] far = At(Far);
            for (int k = 0; k < fields.Length; k++)
            {
                if (middle[k].IsWhole) continue;
                fields[k] = Along(k, middle, first, far, At);
                // Places that repeat, as where an axis lies within a longer one, have no distances either.
                if (fields[k].Jump == 0) return null;
            }
        }

        return new ReceptiveField(fields);
    }

    private AxisField Along(int k, Extent[] middle, Extent[] first, Extent[] far, Func<long, Extent[]> at)
    {
        double jump = (double)(far[k].First - first[k].First) / Far;
        long size = middle[k].Length;
        double start = (first[k].First + first[k].Last) / 2.0;
        if (hasPhases)
        {
            double shift = 0;
            int units = 0;
            for (int phase = 0; phase < Phases; phase++)
            {
                Extent extent = at(phase)[k];
                if (extent.IsEmpty) continue;
                size = Math.Max(size, extent.Length);
                shift += ((extent.First + extent.Last) / 2.0) - (jump * phase);
                units++;
            }

            if (units > 0) start = shift / units;
        }

        return new AxisField(size, jump, start, -first[k].First);
    }

    /// <summary>Notes where paths meet that see the input differently, and what came of such a meeting.</summary>
    private void Meet(Call call)
    {
        foreach (Tensor x in call.Inputs)
        {
            if (!misaligned.TryGetValue(x.Value, out string? before)) continue;
            misaligned[new Value(call, 0)] = before;
            return;
        }

        if (call.Op is not PointwiseBinaryOp && !call.Op.Facts.AlignsInputs) return;
        ReceptiveField? seen = null;
        foreach (Tensor x in call.Inputs)
        {
            ReceptiveField? field = x.DType.IsFloatingPoint() ? Of(x) : null;
            if (field is null) continue;
            if (seen is null) seen = field;
            else if (Difference(seen, field) is { } difference) misaligned[new Value(call, 0)] = $"{call.Op.Name}: {difference}";
        }
    }

    private static string? Difference(ReceptiveField a, ReceptiveField b)
    {
        for (int k = 0; k < a.Axes.Count; k++)
        {
            (AxisField x, AxisField y) = (a.Axes[k], b.Axes[k]);
            if (x.IsWhole || y.IsWhole) continue;
            if (x.Jump != y.Jump) return string.Create(CultureInfo.InvariantCulture, $"jumps of {x.Jump} and {y.Jump} meet");
            if (Math.Abs(x.Start - y.Start) > 1e-6)
                return string.Create(CultureInfo.InvariantCulture, $"centres that start at {x.Start} and {y.Start} meet");
        }

        return null;
    }
}
