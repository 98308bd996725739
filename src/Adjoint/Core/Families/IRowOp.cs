namespace Adjoint.Core;

/// <summary>An elementwise operation that also runs on rows of float64 numbers, where truth is 1 and falsehood 0.</summary>
internal interface IRowOp
{
    /// <summary>y = f(a, b, c); inputs that the operation does not have are not read.</summary>
    void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y);
}
