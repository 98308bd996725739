namespace Adjoint.Models;

/// <summary>What may be varied in a catalogued model.</summary>
public sealed record ModelOptions
{
    /// <summary>Number of classes that it tells apart; the model's own number if null.</summary>
    public int? Classes { get; init; }

    /// <summary>Channels of the images; the model's own number if null.</summary>
    public int? Channels { get; init; }

    /// <summary>By how much the channels of the layers are multiplied.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Draws the first values and dropout; <see cref="Generator.Shared"/> if null.</summary>
    public Generator? Random { get; init; }
}
