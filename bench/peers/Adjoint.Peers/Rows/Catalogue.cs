namespace Adjoint.Peers.Rows;

/// <summary>All rows in the order in which they run.</summary>
internal static class Catalogue
{
    public static IEnumerable<Row> All =>
    [
        .. MatMulRows.All, .. ConvolutionRows.All, .. NetworkRows.All, .. OptimizerRows.All, .. ChainRuleRows.All,
        .. MemoryRows.All,
    ];
}
