namespace Adjoint.Nn;

/// <summary>Joins the axes from first to last into one; by default all but the batch: [N, C, H, W] → [N, C·H·W].</summary>
/// <param name="startAxis">The first axis to join; negative counts from the end.</param>
/// <param name="endAxis">The last axis to join; negative counts from the end.</param>
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Flatten(startAxis, endAxis);

    /// <inheritdoc/>
    protected override string Describe() => $"start_dim={startAxis}, end_dim={endAxis}";
}
