namespace Adjoint.Nn;

/// <summary>A layer that can apply max(·, 0) to its result in the same pass over memory.</summary>
internal interface IRectifiable
{
    /// <summary>Whether input and weight have values; symbolic layers run one by one, so that a graph shows them.</summary>
    bool Computes(Tensor x);

    /// <summary>max(·, 0) of the layer's result: the bits of the two layers one after the other.</summary>
    Tensor ApplyRectified(Tensor x);
}

/// <summary>A layer that is max(·, 0) and nothing else.</summary>
internal interface IRectifier;

/// <summary>
/// A layer each of whose results is the largest of some elements, so that max(·, 0) may come after it instead of before: the
/// same bits, of the gradients too.
/// </summary>
internal interface IMaximum;
