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

/// <summary>A layer that takes the largest of some elements: relu may come after it instead, with the same bits in all.</summary>
internal interface ICommutesWithRelu;
