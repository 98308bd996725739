namespace Adjoint.Nn;

/// <summary>
/// What a parametrization, a module, may say besides its Forward: how it is inverted, and that it takes several tensors.
/// </summary>
public interface IParametrization
{
    /// <summary>What the tensor is computed from, so that it comes out as a given value, or near it.</summary>
    /// <param name="value">The value.</param>
    /// <returns>One tensor or several.</returns>
    IReadOnlyList<Tensor> RightInverse(Tensor value);

    /// <summary>The tensor from what it is computed from; by default of one, by the module's Forward.</summary>
    /// <param name="originals">What <see cref="RightInverse"/> gave, trained since.</param>
    /// <returns>The tensor.</returns>
    Tensor Compose(IReadOnlyList<Tensor> originals)
    {
        ArgumentNullException.ThrowIfNull(originals);
        return ((Module)this).Call(originals[0]);
    }
}
