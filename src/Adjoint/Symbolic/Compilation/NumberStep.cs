namespace Adjoint.Symbolic;

/// <summary>Instructions on single numbers, one after the other; operations are those without a code of their own.</summary>
internal sealed class NumberStep(NumberInstruction[] instructions, IRowOp[] operations) : Step
{
    private readonly nint[] functions = Array.ConvertAll(operations, FunctionOf);

    /// <summary>The address of an operation's function of one number; 0 if it has none.</summary>
    public static unsafe nint FunctionOf(IRowOp op) => op is PointwiseOp one ? (nint)one.NumberFunction() : 0;

    public override int Count => instructions.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void Run(double** memory)
    {
        double* m = memory[(int)Memory.Own];
        foreach (ref readonly NumberInstruction i in instructions.AsSpan())
        {
            switch (i.Code)
            {
                case Code.Add: m[i.Y] = m[i.A] + m[i.B]; break;
                case Code.Subtract: m[i.Y] = m[i.A] - m[i.B]; break;
                case Code.Multiply: m[i.Y] = m[i.A] * m[i.B]; break;
                case Code.Divide: m[i.Y] = m[i.A] / m[i.B]; break;
                case Code.Negate: m[i.Y] = -m[i.A]; break;
                case Code.Square: m[i.Y] = m[i.A] * m[i.A]; break;
                case Code.Reciprocal: m[i.Y] = 1 / m[i.A]; break;
                case Code.Function: m[i.Y] = ((delegate*<double, double>)functions[i.Op])(m[i.A]); break;
                case Code.Accumulate: m[i.Y] += m[i.A]; break;
                case Code.AccumulateGradient: memory[(int)Memory.Gradient][i.Y] += m[i.A]; break;
                default: operations[i.Op].Run(new(in m[i.A]), new(in m[i.B]), new(in m[i.C]), new(ref m[i.Y])); break;
            }
        }
    }
}
