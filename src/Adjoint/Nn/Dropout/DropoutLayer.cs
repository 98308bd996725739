namespace Adjoint.Nn;

/// <summary>A layer that drops elements at random in training.</summary>
public abstract class DropoutLayer : Layer
{
    /// <summary>Creates the layer.</summary>
    private protected DropoutLayer(double p, Generator? generator)
    {
        if (!(p is >= 0 and <= 1)) throw new AdjointException($"{Kind}: a probability of {p} is not within 0 to 1.");
        (Probability, Random) = (p, generator);
    }

    /// <summary>Probability of an element to be dropped.</summary>
    private protected double Probability { get; }

    /// <summary>Draws the masks; null for the shared generator.</summary>
    private protected Generator? Random { get; }

    /// <inheritdoc/>
    protected override string Describe() => $"p={PythonText.Of(Probability)}, inplace=False";
}
