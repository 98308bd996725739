using System.Text.Json.Nodes;

namespace Adjoint.Peers.Driver;

/// <summary>Everyone's outputs of a row, Adjoint's first, and the referee's.</summary>
internal sealed record Outputs(JsonArray[] Given, JsonArray? Exact)
{
    /// <summary>How far Adjoint's are from those of a peer.</summary>
    public double[] Differences(int peer) => Comparison.Differences(Given[0], Given[peer]);

    /// <summary>How far anyone's are from the referee's.</summary>
    public double[]? Errors(int participant) => Exact is null ? null : Comparison.Differences(Given[participant], Exact);
}
