namespace Adjoint;

/// <summary>
/// Takes over, on this thread until disposed, what random tensors are drawn. Scopes nest: the inner one draws from the outer.
/// </summary>
internal abstract class DrawScope : IDisposable
{
    [ThreadStatic] private static DrawScope? current;

    private DrawScope? outer;

    /// <summary>Makes this the scope of the thread.</summary>
    public DrawScope Enter()
    {
        outer = current;
        current = this;
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => current = outer;

    /// <summary>A random tensor of the shape: drawn, or whatever the scopes make of it.</summary>
    public static Tensor Drawn(Shape shape, Func<Shape, Tensor> draw) => In(current, shape, draw);

    /// <summary>Draws through the outer scopes, in any shape, and says what the function gets.</summary>
    protected abstract Tensor Draw(Shape shape, Func<Shape, Tensor> draw);

    private static Tensor In(DrawScope? scope, Shape shape, Func<Shape, Tensor> draw) =>
        scope is null ? draw(shape) : scope.Draw(shape, s => In(scope.outer, s, draw));
}
