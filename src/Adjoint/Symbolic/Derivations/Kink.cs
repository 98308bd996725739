namespace Adjoint.Symbolic;

/// <summary>A step at a point where its slope is another one on either side, or its value jumps.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Operation">The step in the names of the trace.</param>
/// <param name="Input">Name of the input that is at the edge.</param>
/// <param name="Value">The input's value.</param>
/// <param name="Left">The slope just below.</param>
/// <param name="Right">The slope just above.</param>
/// <param name="Used">The slope that the derivative uses.</param>
/// <param name="Jumps">Whether the value jumps.</param>
public sealed record Kink(string Row, string Operation, string Input, double Value, double Left, double Right, double Used, bool Jumps)
{
    private const double Tolerance = 1e-3;
    private const double LargestSlope = 1e6;

    /// <summary>The kink in a sentence.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string at = string.Create(CultureInfo.InvariantCulture, $"{Input} = {Value:G8}");
        string used = string.Create(CultureInfo.InvariantCulture, $"{Used:G6}");
        string sides = string.Create(CultureInfo.InvariantCulture, $"slope {Left:G6} below, {Right:G6} above");
        return Jumps ? $"{Row} = {Operation} jumps at {at}: there is no derivative; its slope is taken as {used}"
            : $"{Row} = {Operation} has a kink at {at}: {sides}; {used} is used";
    }

    /// <summary>The steps of a trace at a point that are at a kink or a jump.</summary>
    /// <param name="trace">The trace, at a point.</param>
    /// <returns>The steps, in their order; none if all are smooth there.</returns>
    public static IReadOnlyList<Kink> Of(Derivation trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        using Scope scope = GradMode.Off();
        var all = new List<Kink>();
        foreach (DerivationRow row in trace.Rows)
        {
            if (row.Call.Spec.Shape.Rank != 0 || row.Call.Spec.DType is not (DType.Float64 or DType.Float32)) continue;
            Tensor?[] x = [.. row.Call.Inputs.ToArray().Select(input => trace.ValueOf(input)?.Detach())];
            if (Array.Exists(x, value => value is null || value.Rank != 0)) continue;
            foreach ((string name, Tensor tensor, List<int> places) in trace.DistinctInputs(row.Call))
                if (tensor.DType.IsFloatingPoint() && Find(row, x!, name, places) is { } kink) all.Add(kink);
        }

        return all;
    }

    private static Kink? Find(DerivationRow row, Tensor[] x, string name, List<int> places)
    {
        Op op = row.Call.Op;
        DType type = row.Call.Spec.DType;
        double at = x[places[0]].Item();
        double step = type == DType.Float32 ? 1e-5 : 1e-9;
        step = at == 0 ? step * 1e-3 : Math.Abs(at) * step;
        (double below, double left) = Around(at - step);
        (double value, double used) = Around(at);
        (double above, double right) = Around(at + step);
        if (!double.IsFinite(left) || !double.IsFinite(right) || !double.IsFinite(below) || !double.IsFinite(above)) return null;
        double scale = Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));
        if (scale > LargestSlope) return null;
        bool jumps = Math.Abs(above - below) > 1e-6 * Math.Max(1, Math.Abs(value)) && Math.Abs(above - below) > 100 * scale * step;
        return jumps || Math.Abs(left - right) > Tolerance * scale
            ? new Kink(row.Name, row.Operation, name, at, left, right, used, jumps)
            : null;

        (double Value, double Slope) Around(double number)
        {
            Tensor[] moved = [.. x];
            foreach (int place in places) moved[place] = Tensor.Scalar(number, x[place].DType);
            Tensor y = Engine.Apply(op, moved);
            return (y.Item(), LocalSlope.Value(op, moved, y, places));
        }
    }
}
