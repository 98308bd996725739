namespace Adjoint.Peers.Rows;

/// <summary>The cost of the machinery: a function of ten scalar operations, forward and backward.</summary>
internal static class ChainRuleRows
{
    public static IEnumerable<Row> All =>
    [
        new("small function", "(x²/log x + c)(x²/log x − c), both derivatives", "chain-rule")
        {
            Peers = [Peer.Torch, Peer.AdolC],
            Goals = [Goal.Microseconds(1.5)],
        },
    ];
}
