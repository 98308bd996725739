using System.Globalization;
using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Inspection;

/// <summary>The products that give a layer's multiply-adds, as they are written on paper.</summary>
internal static class WorkFormula
{
    /// <summary>
    /// <c>224·224·64·(3·3·3)</c> for a convolution, <c>197·192·192</c> for a matrix product; products that occur more than once
    /// are written once, as <c>20·(1·512·128)</c>. Empty where there are no multiply-adds.
    /// </summary>
    public static string Of(IEnumerable<Call> calls)
    {
        var products = new OrderedDictionary<string, int>();
        foreach (Call call in calls)
        {
            if (call.Op.Work(call) is not { Macs: > 0 } work) continue;
            string product = Product(call) ?? work.Macs.ToString(CultureInfo.InvariantCulture);
            products[product] = products.GetValueOrDefault(product) + 1;
        }

        return string.Join(" + ", products.Select(entry => entry.Value == 1 ? entry.Key : $"{entry.Value}·({entry.Key})"));
    }

    private static string? Product(Call call) => call.Op switch
    {
        // Every number of the result, times the numbers that it is the sum of.
        Convolution or FusedConvolution => $"{Places(call.Spec.Shape)}·({ParameterFormula.Product(call[1].Shape.Span[1..])})",
        // Every number that comes in, times the numbers that it has a part in.
        ConvolutionInput => $"{Places(call[0].Shape)}·({ParameterFormula.Product(call[1].Shape.Span[1..])})",
        MatMul or Affine => ParameterFormula.Product([.. call.Spec.Shape.Span, call[0].Shape[^1]]),
        _ => null,
    };

    /// <summary>The sizes of an image, its channels last and the batch first if it is more than one.</summary>
    private static string Places(Shape image) =>
        ParameterFormula.Product([.. image[0] == 1 ? [] : image.Span[..1], .. image.Span[2..], image[1]]);
}
