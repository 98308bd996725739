using System.Numerics.Tensors;
using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Elementwise operations on rows of numbers. Truth is 1, falsehood 0.</summary>
internal static class RowOperation
{
    /// <summary>y = op(a, b, c); what the operation does not take is not read.</summary>
    public static void Run(
        Op op, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
    {
        switch (op)
        {
            case PointwiseOp unary: unary.MapRow(a, y); break;
            case PointwiseBinaryOp binary: binary.MapRow(a, b, y); break;
            case Compare { Relation: Relation.Equal }:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] == b[i] ? 1 : 0;
                break;
            case Compare { Relation: Relation.NotEqual }:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] != b[i] ? 1 : 0;
                break;
            case Compare { Relation: Relation.Less }:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] < b[i] ? 1 : 0;
                break;
            case Compare:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] <= b[i] ? 1 : 0;
                break;
            case Logical { Connective: Connective.And }: TensorPrimitives.Multiply(a, b, y); break;
            case Logical { Connective: Connective.Or }: TensorPrimitives.Max(a, b, y); break;
            case Logical:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] != b[i] ? 1 : 0;
                break;
            case Where:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] != 0 ? b[i] : c[i];
                break;
            default: throw new NotSupportedException(op.Name);
        }
    }
}
