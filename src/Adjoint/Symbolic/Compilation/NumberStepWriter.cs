using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic.Compilation;

/// <summary>Writes a loop of length 1.</summary>
/// <param name="planner">Where nodes are kept.</param>
internal sealed class NumberStepWriter(Planner planner)
{
    /// <summary>Writes the step.</summary>
    public NumberStep Write(Loop loop)
    {
        var instructions = new NumberInstruction[loop.Nodes.Count + loop.Pieces.Count];
        var operations = new List<Op>();
        var places = new Dictionary<Op, int>();
        int next = 0;
        foreach (Node node in loop.Nodes)
        {
            Code code = CodeOf(node.Op!);
            int operation = 0;
            if (code is Code.Operation or Code.Function && !places.TryGetValue(node.Op!, out operation))
            {
                places.Add(node.Op!, operation = operations.Count);
                operations.Add(node.Op!);
            }

            instructions[next++] = new NumberInstruction(
                code, operation, OffsetOf(node, 0), OffsetOf(node, 1), OffsetOf(node, 2), planner.HomeOf(node).Offset);
        }

        foreach (Piece piece in loop.Pieces)
        {
            Location target = planner.HomeOf(piece.Target);
            planner.Adding(piece);
            instructions[next++] = new NumberInstruction(
                target.Memory == Memory.Gradient ? Code.AccumulateGradient : Code.Accumulate,
                0, planner.HomeOf(piece.Row).Offset, 0, 0, target.Offset + piece.Offset);
        }

        return new NumberStep(instructions, [.. operations]);
    }

    private int OffsetOf(Node node, int input) => input < node.Inputs.Length ? planner.HomeOf(node.Inputs[input]).Offset : 0;

    private static Code CodeOf(Op op) => op switch
    {
        Add => Code.Add,
        Subtract => Code.Subtract,
        Multiply => Code.Multiply,
        Divide => Code.Divide,
        Negate => Code.Negate,
        Square => Code.Square,
        Reciprocal => Code.Reciprocal,
        _ => NumberStep.FunctionOf(op) != 0 ? Code.Function : Code.Operation,
    };
}
