namespace Adjoint.Peers.Rows;

/// <summary>
/// How much work a run is: floating-point operations, or the bytes it cannot avoid reading and writing. One of the two
/// bounds it; neither if both are 0.
/// </summary>
internal readonly record struct Work(double Flops, double Bytes)
{
    public static Work OfFlops(double flops) => new(flops, 0);

    public static Work OfBytes(double bytes) => new(0, bytes);
}
