using System.Numerics.Tensors;

namespace Adjoint.Symbolic;

/// <summary>
/// A loop over rows of one length: after a prologue, which fills registers, all its instructions run on one block after the
/// other, so that what is between them stays in the first-level cache.
/// </summary>
internal sealed class RowStep(int count, RowInstruction[] prologue, RowInstruction[] body) : Step
{
    /// <summary>Elements in a block: ten registers are 40 KiB.</summary>
    public const int BlockLength = 512;

    public override int Count => prologue.Length + body.Length;

    public override unsafe void Run(double** memory)
    {
        foreach (ref readonly RowInstruction instruction in prologue.AsSpan()) Run(in instruction, memory, 0, BlockLength);
        for (int start = 0; start < count; start += BlockLength)
        {
            int length = Math.Min(BlockLength, count - start);
            foreach (ref readonly RowInstruction instruction in body.AsSpan()) Run(in instruction, memory, start, length);
        }
    }

    private static unsafe void Run(in RowInstruction i, double** memory, int start, int length)
    {
        ReadOnlySpan<double> a = Row(i.A);
        ReadOnlySpan<double> b = Row(i.B);
        Span<double> y = Row(i.Y);
        switch (i.Code)
        {
            case Code.Add: TensorPrimitives.Add(a, b, y); break;
            case Code.Subtract: TensorPrimitives.Subtract(a, b, y); break;
            case Code.Multiply: TensorPrimitives.Multiply(a, b, y); break;
            case Code.Divide: TensorPrimitives.Divide(a, b, y); break;
            case Code.Negate: TensorPrimitives.Negate(a, y); break;
            case Code.Square: TensorPrimitives.Multiply(a, a, y); break;
            case Code.Reciprocal: TensorPrimitives.Reciprocal(a, y); break;
            case Code.AddNumber: TensorPrimitives.Add(a, b[0], y); break;
            case Code.SubtractNumber: TensorPrimitives.Subtract(a, b[0], y); break;
            case Code.SubtractFromNumber: TensorPrimitives.Subtract(a[0], b, y); break;
            case Code.MultiplyNumber: TensorPrimitives.Multiply(a, b[0], y); break;
            case Code.DivideByNumber: TensorPrimitives.Divide(a, b[0], y); break;
            case Code.DivideNumber: TensorPrimitives.Divide(a[0], b, y); break;
            case Code.Copy: a.CopyTo(y); break;
            case Code.Fill: y.Fill(a[0]); break;
            case Code.Accumulate: TensorPrimitives.Add(y, a, y); break;
            case Code.Total: y[0] += TensorPrimitives.Sum(a); break;
            default: i.Op!.Run(a, b, Row(i.C), y); break;
        }

        // For a number the span is longer than its memory, but only the first element is used.
        Span<double> Row(Location place) => new(memory[(int)place.Memory] + place.Offset + ((long)place.Step * start), length);
    }
}
