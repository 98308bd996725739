namespace Adjoint.Nn;

/// <summary>Joins the axes from first to last into one; by default all but the batch: [N, C, H, W] → [N, C·H·W].</summary>
/// <param name="first">The first axis to join; negative counts from the end.</param>
/// <param name="last">The last axis to join; negative counts from the end.</param>
public sealed class Flatten(int first = 1, int last = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Flatten(first, last);

    /// <inheritdoc/>
    protected override string Describe() => $"start_dim={first}, end_dim={last}";
}
