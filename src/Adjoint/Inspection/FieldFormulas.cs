using System.Globalization;
using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Inspection;

/// <summary>
/// How one operation changes the field of a unit along one axis, with the numbers put in. A formula whose number is not the
/// traced one (fields of neighbouring units may differ in size) says so.
/// </summary>
internal static class FieldFormulas
{
    /// <summary>The formulas; none if nothing changes.</summary>
    /// <param name="call">The operation.</param>
    /// <param name="axis">The spatial axis.</param>
    /// <param name="from">What a unit of its input sees.</param>
    /// <param name="to">What a unit of its result sees.</param>
    public static IReadOnlyList<(string Quantity, string Formula)> Of(Call call, int axis, AxisField from, AxisField to)
    {
        if (from.IsWhole) return [];
        if (to.IsWhole) return [("field", Everything(call, axis))];
        if (Window(call, axis) is { } window) return OfWindow(window, from, to);
        if (from == to) return [];
        return call.Op switch
        {
            ConvolutionInput transposed => OfTransposed(transposed.Window, call[1].Shape, axis, from, to),
            Resample resample => OfResample(resample, from, to),
            AdaptiveMaxPool pool => OfResample(new AdaptiveAveragePool(axis + 2, call[0].Shape[axis + 2], pool.Size[axis]), from, to),
            Place or Slice or IndexSelect when from.Size == to.Size && from.Jump == to.Jump => [Shift(from, to)],
            Reshape => OfRegrouping(from, to),
            _ => Traced(call, from, to),
        };
    }

    private static List<(string, string)> OfWindow((int Kernel, int Stride, int Padding, int Dilation) window, AxisField from, AxisField to)
    {
        (int kernel, int stride, int padding, int dilation) = window;
        return [
            Equation(
                "field", $"r = {from.Size} + ({kernel}−1)·{dilation}·{Real(from.Jump)}",
                from.Size + ((kernel - 1) * dilation * from.Jump), to.Size),
            Equation("jump", $"j = {Real(from.Jump)}·{stride}", from.Jump * stride, to.Jump),
            Equation(
                "start", $"start = {Real(from.Start)} + (({kernel}−1)·{dilation}/2 − {padding})·{Real(from.Jump)}",
                from.Start + ((((kernel - 1) * dilation / 2.0) - padding) * from.Jump), to.Start),
        ];
    }

    // Of k taps those with one remainder by the stride meet elements of the input, at most ⌈k/s⌉ of them.
    private static List<(string, string)> OfTransposed(ConvolutionWindow window, Shape filter, int axis, AxisField from, AxisField to)
    {
        (int kernel, int stride, int padding, int dilation) =
            (filter[axis + 2], window.Stride[axis], window.Padding[axis], window.Dilation[axis]);
        var steps = new List<(string, string)>();
        if (dilation == 1)
        {
            int taps = (kernel + stride - 1) / stride;
            steps.Add(Equation(
                "field", $"r = {from.Size} + (⌈{kernel}/{stride}⌉−1)·{Real(from.Jump)}", from.Size + ((taps - 1) * from.Jump), to.Size));
        }
        else
        {
            // Taps that meet elements are so many taps apart, and then so many elements.
            int apart = stride / (int)System.Numerics.BigInteger.GreatestCommonDivisor(stride, dilation);
            int taps = (kernel - 1) / apart;
            int elements = apart * dilation / stride;
            steps.Add(Equation(
                "field", $"r = {from.Size} + ⌊({kernel}−1)/{apart}⌋·{elements}·{Real(from.Jump)}",
                from.Size + (taps * elements * from.Jump), to.Size));
        }

        steps.Add(Equation("jump", $"j = {Real(from.Jump)}/{stride}", from.Jump / stride, to.Jump));
        steps.Add(Equation(
            "start", $"start = {Real(from.Start)} + ({padding} − ({kernel}−1)·{dilation}/2)/{stride}·{Real(from.Jump)}",
            from.Start + ((padding - ((kernel - 1) * dilation / 2.0)) / stride * from.Jump), to.Start));
        return steps;
    }

    private static List<(string, string)> OfResample(Resample resample, AxisField from, AxisField to)
    {
        (int input, int output) = (resample.Input, resample.Output);
        bool corners = resample.KeepsEnds;
        double scale = resample.ResultsPerElement;
        (string ratio, double number) =
            corners ? ($"({input}−1)/({output}−1)", (input - 1.0) / (output - 1))
            : scale > 0 ? ($"1/{Real(scale)}", 1 / scale)
            : ($"{input}/{output}", (double)input / output);
        int places = resample.MostPlaces;
        string j = Real(from.Jump);
        var steps = new List<(string, string)>
        {
            Equation("field", $"r = {from.Size} + ({places}−1)·{j}", from.Size + ((places - 1) * from.Jump), to.Size),
            Equation("jump", $"j = {j}·{ratio}", from.Jump * number, to.Jump),
        };
        steps.Add(
            corners ? Equation("start", $"start = {Real(from.Start)} + 0·{j}", from.Start, to.Start)
            : resample.Selects && number >= 1 ? Result("start", to.Start)
            : Equation(
                "start", $"start = {Real(from.Start)} + ({ratio} − 1)/2·{j}", from.Start + ((number - 1) / 2 * from.Jump), to.Start));
        return steps;
    }

    /// <summary>Several places that become channels are seen by one unit; channels that become places share one field.</summary>
    private static List<(string, string)> OfRegrouping(AxisField from, AxisField to)
    {
        double factor = to.Jump / from.Jump;
        return factor >= 1
            ? [
                Equation(
                    "field", $"r = {from.Size} + ({Real(factor)}−1)·{Real(from.Jump)}", from.Size + ((factor - 1) * from.Jump), to.Size),
                Equation("jump", $"j = {Real(from.Jump)}·{Real(factor)}", from.Jump * factor, to.Jump),
                Equation(
                    "start", $"start = {Real(from.Start)} + ({Real(factor)}−1)/2·{Real(from.Jump)}",
                    from.Start + ((factor - 1) / 2 * from.Jump), to.Start),
            ]
            : [
                Equation("jump", $"j = {Real(from.Jump)}/{Real(1 / factor)}", from.Jump * factor, to.Jump),
                Equation(
                    "start", $"start = {Real(from.Start)} + (1/{Real(1 / factor)} − 1)/2·{Real(from.Jump)}",
                    from.Start + ((factor - 1) / 2 * from.Jump), to.Start),
            ];
    }

    private static (string, string) Shift(AxisField from, AxisField to)
    {
        double places = (to.Start - from.Start) / from.Jump;
        return ("start",
            $"start = {Real(from.Start)} {(places < 0 ? "−" : "+")} {Real(Math.Abs(places))}·{Real(from.Jump)} = {Real(to.Start)}");
    }

    private static List<(string, string)> Traced(Call call, AxisField from, AxisField to)
    {
        var steps = new List<(string, string)>();
        if (from.Size != to.Size) steps.Add(("field", $"r = {to.Size}, traced through {call.Op.Name}"));
        if (from.Jump != to.Jump) steps.Add(("jump", $"j = {Real(to.Jump)}, traced through {call.Op.Name}"));
        if (from.Start != to.Start) steps.Add(("start", $"start = {Real(to.Start)}, traced through {call.Op.Name}"));
        return steps;
    }

    private static string Everything(Call call, int axis) =>
        $"{call.Op.Facts.Everywhere?.Invoke(call, axis + 2) ?? $"{call.Op.Name} takes all places together"}: whole input";

    /// <summary>The window that an operation moves along an axis.</summary>
    private static (int Kernel, int Stride, int Padding, int Dilation)? Window(Call call, int axis)
    {
        if (call.Op.Facts.Window is not { } window) return null;
        int place = axis;
        if (window.Axis is { } only)
        {
            if (only != axis + 2) return null;
            place = 0;
        }

        if (place >= window.Stride.Rank) return null;
        return (window.Kernel?[place] ?? call[1].Shape[axis + 2], window.Stride[place], window.Padding[place], window.Dilation[place]);
    }

    private static (string, string) Equation(string quantity, string formula, double expected, double traced) =>
        (quantity, Math.Abs(expected - traced) < 1e-9
            ? $"{formula} = {Real(traced)}"
            : $"{formula} = {Real(expected)}; units differ, traced: {(quantity == "field" ? "at most " : "")}{Real(traced)}");

    private static (string, string) Result(string quantity, double value) => (quantity, $"{quantity} = {Real(value)}");

    private static string Real(double value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}
