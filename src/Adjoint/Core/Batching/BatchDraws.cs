namespace Adjoint.Core;

/// <summary>Random tensors drawn within a function that runs on every slice of a batch at once.</summary>
internal sealed class BatchDraws(string operation, Randomness randomness, int size, Dictionary<Value, Tensor> known) : DrawScope
{
    protected override Tensor Draw(Shape shape, Func<Shape, Tensor> draw) => randomness switch
    {
        Randomness.Same => draw(shape),
        Randomness.Different => Batching.Slice(draw(shape.Prepend(size)), known),
        _ => throw new GraphException(
            $"{operation}: the function draws random numbers. Say with Randomness.Different or Randomness.Same whether each slice "
            + "gets its own."),
    };
}
