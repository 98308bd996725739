using Adjoint.Ops;

namespace Adjoint.Inspection;

/// <summary>
/// How one operation changes the field of a unit along one axis, with the numbers put in. A formula whose number is not the
/// traced one (fields of neighbouring units may differ in size) says so.
/// </summary>
internal sealed class FieldFormulas
{
    private readonly AxisField from;
    private readonly AxisField to;
    private readonly string jump;

    private FieldFormulas(AxisField from, AxisField to) => (this.from, this.to, jump) = (from, to, Real(from.Jump));

    /// <summary>The formulas; none if nothing changes.</summary>
    /// <param name="call">The operation.</param>
    /// <param name="axis">The spatial axis.</param>
    /// <param name="from">What a unit of its input sees.</param>
    /// <param name="to">What a unit of its result sees.</param>
    public static IReadOnlyList<(string Quantity, string Formula)> Of(Call call, int axis, AxisField from, AxisField to)
    {
        if (from.IsWhole) return [];
        if (to.IsWhole) return [("field", Everything(call, axis))];
        var formulas = new FieldFormulas(from, to);
        if (WindowOf(call, axis) is { } window) return formulas.OfWindow(window);
        if (from == to) return [];
        // What this room knows of operations besides their facts: a line for each.
        return call.Op switch
        {
            ConvolutionInput transposed => formulas.OfTransposed(transposed.Window, call[1].Shape[axis + 2], axis),
            Resample resample => formulas.OfResample(resample),
            AdaptiveMaxPool pool => formulas.OfResample(new AdaptiveAveragePool(axis + 2, call[0].Shape[axis + 2], pool.Size[axis])),
            Place or Slice or IndexSelect when from.Size == to.Size && from.Jump == to.Jump => [formulas.Shift()],
            Reshape => formulas.OfRegrouping(),
            _ => formulas.Traced(call.Op.Name),
        };
    }

    /// <summary>A number as it is written in formulas.</summary>
    public static string Real(double value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    private List<(string, string)> OfWindow((int Kernel, int Stride, int Padding, int Dilation) window)
    {
        (int kernel, int stride, int padding, int dilation) = window;
        return [
            Field($"({kernel}−1)·{dilation}", (kernel - 1) * dilation),
            Jump($"·{stride}", stride),
            Start($"+ (({kernel}−1)·{dilation}/2 − {padding})", ((kernel - 1) * dilation / 2.0) - padding),
        ];
    }

    private List<(string, string)> OfTransposed(ConvolutionWindow window, int kernel, int axis)
    {
        (int stride, int padding, int dilation) = (window.Stride[axis], window.Padding[axis], window.Dilation[axis]);
        // Of the taps those with one remainder by the stride meet elements: taps so far apart, and so many elements apart.
        int apart = stride / (int)BigInteger.GreatestCommonDivisor(stride, dilation);
        int elements = apart * dilation / stride;
        string places = dilation == 1 ? $"(⌈{kernel}/{stride}⌉−1)" : $"⌊({kernel}−1)/{apart}⌋·{elements}";
        return [
            Field(places, (kernel - 1) / apart * elements),
            Jump($"/{stride}", 1.0 / stride),
            Start($"+ ({padding} − ({kernel}−1)·{dilation}/2)/{stride}", (padding - ((kernel - 1) * dilation / 2.0)) / stride),
        ];
    }

    private List<(string, string)> OfResample(Resample resample)
    {
        (int input, int output, int places) = (resample.Input, resample.Output, resample.MostPlaces);
        double scale = resample.ResultsPerElement;
        (string ratio, double number) =
            resample.KeepsEnds ? ($"({input}−1)/({output}−1)", (input - 1.0) / (output - 1))
            : scale > 0 ? ($"1/{Real(scale)}", 1 / scale)
            : ($"{input}/{output}", (double)input / output);
        return [
            Field($"({places}−1)", places - 1),
            Jump($"·{ratio}", number),
            resample.KeepsEnds ? Start("+ 0", 0)
                : resample.Selects && number >= 1 ? ("start", $"start = {Real(to.Start)}")
                : Start($"+ ({ratio} − 1)/2", (number - 1) / 2),
        ];
    }

    /// <summary>Several places that become channels are seen by one unit; channels that become places share one field.</summary>
    private List<(string, string)> OfRegrouping()
    {
        double factor = to.Jump / from.Jump;
        (string times, string less) = (Real(factor), Real(1 / factor));
        return factor >= 1
            ? [Field($"({times}−1)", factor - 1), Jump($"·{times}", factor), Start($"+ ({times}−1)/2", (factor - 1) / 2)]
            : [Jump($"/{less}", factor), Start($"+ (1/{less} − 1)/2", (factor - 1) / 2)];
    }

    private (string, string) Shift()
    {
        double places = (to.Start - from.Start) / from.Jump;
        return Start($"{(places < 0 ? "−" : "+")} {Real(Math.Abs(places))}", places);
    }

    private List<(string, string)> Traced(string operation)
    {
        var steps = new List<(string, string)>();
        if (from.Size != to.Size) steps.Add(("field", $"r = {to.Size}, traced through {operation}"));
        if (from.Jump != to.Jump) steps.Add(("jump", $"j = {Real(to.Jump)}, traced through {operation}"));
        if (from.Start != to.Start) steps.Add(("start", $"start = {Real(to.Start)}, traced through {operation}"));
        return steps;
    }

    private static string Everything(Call call, int axis) =>
        $"{call.Op.Facts.Everywhere?.Invoke(call, axis + 2) ?? $"{call.Op.Name} takes all places together"}: whole input";

    /// <summary>The window that an operation moves along an axis.</summary>
    private static (int Kernel, int Stride, int Padding, int Dilation)? WindowOf(Call call, int axis)
    {
        if (call.Op.Facts.Window is not { } window || (window.Axis is { } only && only != axis + 2)) return null;
        int place = window.Axis is null ? axis : 0;
        if (place >= window.Stride.Rank) return null;
        return (window.Kernel?[place] ?? call[1].Shape[axis + 2], window.Stride[place], window.Padding[place], window.Dilation[place]);
    }

    private (string, string) Field(string places, double number) =>
        Equation("field", $"r = {from.Size} + {places}·{jump}", from.Size + (number * from.Jump), to.Size);

    private (string, string) Jump(string factor, double number) => Equation("jump", $"j = {jump}{factor}", from.Jump * number, to.Jump);

    private (string, string) Start(string places, double number) =>
        Equation("start", $"start = {Real(from.Start)} {places}·{jump}", from.Start + (number * from.Jump), to.Start);

    private static (string, string) Equation(string quantity, string formula, double expected, double traced) =>
        (quantity, Math.Abs(expected - traced) < 1e-9
            ? $"{formula} = {Real(traced)}"
            : $"{formula} = {Real(expected)}; units differ, traced: {(quantity == "field" ? "at most " : "")}{Real(traced)}");
}
