using Adjoint.Core;

namespace Adjoint.Nn;

/// <summary>A module that is a single step, with one input: its pass is seen as one, however it is called.</summary>
public abstract class Layer : Module
{
    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recording.Entry frame = Recording.Enter(this);
        Temporaries within = OpenTemporaries(x);
        Tensor? y = null;
        try
        {
            y = Hooks is null ? Apply(x) : Hooks.Run(this, x, Apply);
            frame.Passed(x, y);
            return y;
        }
        finally
        {
            within.Close(y);
        }
    }

    /// <summary>Computes the layer's output.</summary>
    /// <param name="x">The input; never null.</param>
    protected abstract Tensor Apply(Tensor x);
}
