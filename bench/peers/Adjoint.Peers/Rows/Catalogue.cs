namespace Adjoint.Peers.Rows;

/// <summary>All rows in the order in which they run: the long ones last.</summary>
internal static class Catalogue
{
    public static IEnumerable<Row> All =>
    [
        .. ChainRuleRows.All, .. MatMulRows.All, .. ConvolutionRows.All, .. MemoryRows.All, .. OptimizerRows.All,
        .. NetworkRows.All,
    ];
}
