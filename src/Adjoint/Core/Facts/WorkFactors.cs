namespace Adjoint.Core;

/// <summary>The multiply-adds of a call as a product, as it is written on paper: <c>224·224·64·(3·3·3)</c>.</summary>
/// <param name="Places">The sizes whose product is the number of sums.</param>
/// <param name="Terms">The sizes whose product is the number of terms of each; none where it is among the places.</param>
public readonly record struct WorkFactors(int[] Places, int[] Terms)
{
    /// <summary>The product: <c>64·112·112 × 3·7·7</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"{string.Join('·', Places)} × {string.Join('·', Terms)}";

    /// <summary>Each number of an image, the channels last and the batch first if it is more than one, and a filter's terms.</summary>
    internal static WorkFactors Of(Shape image, Shape filter) =>
        new([.. image[0] == 1 ? [] : image.Span[..1], .. image.Span[2..], image[1]], filter.Span[1..].ToArray());
}
