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

    private static string? Product(Call call)
    {
        if (call.Op.Facts.Factors is not { } factorsOf) return null;
        (int[] places, int[] terms) = factorsOf(call);
        string sums = ParameterFormula.Product(places);
        return terms.Length == 0 ? sums : $"{sums}·({ParameterFormula.Product(terms)})";
    }
}
