namespace Adjoint.Nn;

/// <summary>A layer that can apply relu, max(·, 0), to its result in the same pass over memory.</summary>
internal interface IFusesRelu
{
    /// <summary>Whether input and weight have values; symbolic layers run one by one, so that a graph shows them.</summary>
    bool Computes(Tensor x);

    /// <summary>Relu of the layer's result: the bits of the two layers one after the other.</summary>
    Tensor ApplyWithRelu(Tensor x);
}

/// <summary>A layer that is relu and nothing else.</summary>
internal interface IRelu;

/// <summary>
/// A layer each of whose results is the largest of some elements, so that relu may come after it instead of before: the
/// same bits, of the gradients too.
/// </summary>
internal interface ICommutesWithRelu;
