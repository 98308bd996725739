namespace Adjoint.Peers.Rows;

/// <summary>Optimizer steps over as many parameters as VGG-16 has, in its shapes.</summary>
internal static class OptimizerRows
{
    private const double Parameters = 138_357_544;

    /// <summary>Parameter, both moments: read and written; gradient: read.</summary>
    private const double BytesPerParameter = 7 * sizeof(float);

    public static IEnumerable<Row> All => [Make("Adam", "adam"), Make("AdamW", "adamw")];

    private static Row Make(string name, string workload) => new("optimizer step", $"{name}, 138 M parameters", workload)
    {
        Work = Work.OfBytes(Parameters * BytesPerParameter),
        // Of the distance gone, which is a difference of numbers a thousand times as large.
        Tolerances = [2e-3],
        HasReferee = false,
        IsLong = true,
        Goals = [Goal.OfLimit(0.85, 2)],
    };
}
