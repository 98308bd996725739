namespace Adjoint.Core;

/// <summary>
/// Takes over, on this thread until its scope ends, what random tensors are drawn. Scopes nest: the inner one draws from the outer.
/// </summary>
internal abstract class DrawScope
{
    private readonly DrawScope? outer = Context.Current.Draws;

    /// <summary>Makes this the scope of the thread, until disposed.</summary>
    public Scope Enter() => Context.Enter(this);

    /// <summary>A random tensor of the shape: drawn, or whatever the scopes make of it.</summary>
    public static Tensor Drawn(Shape shape, Func<Shape, Tensor> draw) => In(Context.Current.Draws, shape, draw);

    /// <summary>Draws through the outer scopes, in any shape, and says what the function gets.</summary>
    protected abstract Tensor Draw(Shape shape, Func<Shape, Tensor> draw);

    private static Tensor In(DrawScope? scope, Shape shape, Func<Shape, Tensor> draw) =>
        scope is null ? draw(shape) : scope.Draw(shape, s => In(scope.outer, s, draw));
}
