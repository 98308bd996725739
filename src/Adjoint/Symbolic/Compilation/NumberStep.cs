namespace Adjoint.Symbolic;

/// <summary>Instructions on single numbers, one after the other; operations are those without a code of their own.</summary>
internal sealed class NumberStep(NumberInstruction[] instructions, IRowOp[] operations) : Step
{
    private readonly nint[] functions = Array.ConvertAll(operations, FunctionOf);

    /// <summary>The address of an operation's function of one number; 0 if it has none.</summary>
    private static unsafe nint FunctionOf(IRowOp op) => op is PointwiseOp one ? (nint)one.NumberFunction() : 0;

    /// <summary>A loop of length 1.</summary>
    public static NumberStep Of(Loop loop, Planner planner)
    {
        var instructions = new List<NumberInstruction>(loop.Nodes.Count + loop.Addends.Count);
        var operations = new List<IRowOp>();
        var places = new Dictionary<Op, int>();
        foreach (Node node in loop.Nodes)
        {
            Code code = OperationTable.Of(node.Op!).Code;
            int operation = 0;
            if (code == Code.Operation)
            {
                var op = (IRowOp)node.Op!;
                if (FunctionOf(op) != 0) code = Code.Function;
                if (!places.TryGetValue(node.Op!, out operation))
                {
                    places.Add(node.Op!, operation = operations.Count);
                    operations.Add(op);
                }
            }

            instructions.Add(new NumberInstruction(
                code, operation, OffsetOf(node, 0), OffsetOf(node, 1), OffsetOf(node, 2), planner.LocationOf(node).Offset));
        }

        foreach (Addend addend in loop.Addends)
        {
            Location target = planner.LocationOf(addend.Target);
            planner.Adding(addend);
            instructions.Add(new NumberInstruction(
                target.Memory == Memory.Gradient ? Code.AccumulateGradient : Code.Accumulate,
                0, planner.LocationOf(addend.Row).Offset, 0, 0, target.Offset + addend.Offset));
        }

        return new NumberStep([.. instructions], [.. operations]);

        int OffsetOf(Node node, int input) => input < node.Inputs.Length ? planner.LocationOf(node.Inputs[input]).Offset : 0;
    }

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
