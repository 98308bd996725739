namespace Adjoint.Models;

/// <summary>Options of a model of the catalogue.</summary>
public sealed record ModelOptions
{
    /// <summary>Number of classes; the model's own if null.</summary>
    public int? Classes { get; init; }

    /// <summary>Channels of the images; the model's own if null.</summary>
    public int? Channels { get; init; }

    /// <summary>Factor of the channels of all layers.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Draws the initial values and dropout; <see cref="Generator.Shared"/> if null.</summary>
    public Generator? Random { get; init; }

    /// <summary>A number of channels times the width, at least 1.</summary>
    internal int Scale(int channels) => Math.Max(1, (int)Math.Round(channels * Width));

    /// <summary>
    /// A number of channels times the width, rounded to a multiple of 8 and never down by more than a tenth, as the MobileNet family does.
    /// </summary>
    internal int ScaleByEight(double channels)
    {
        double scaled = channels * Width;
        int rounded = Math.Max(8, (int)(scaled + 4) / 8 * 8);
        return rounded < 0.9 * scaled ? rounded + 8 : rounded;
    }
}
