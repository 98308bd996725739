using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Writes a loop of length 1.</summary>
/// <param name="planner">Where nodes are kept.</param>
internal sealed class NumberStepWriter(Planner planner)
{
    /// <summary>Writes the step.</summary>
    public NumberStep Write(Loop loop)
    {
        var instructions = new NumberInstruction[loop.Nodes.Count + loop.Addends.Count];
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
                code, operation, OffsetOf(node, 0), OffsetOf(node, 1), OffsetOf(node, 2), planner.LocationOf(node).Offset);
        }

        foreach (Addend addend in loop.Addends)
        {
            Location target = planner.LocationOf(addend.Target);
            planner.Adding(addend);
            instructions[next++] = new NumberInstruction(
                target.Memory == Memory.Gradient ? Code.AccumulateGradient : Code.Accumulate,
                0, planner.LocationOf(addend.Row).Offset, 0, 0, target.Offset + addend.Offset);
        }

        return new NumberStep(instructions, [.. operations]);
    }

    private int OffsetOf(Node node, int input) => input < node.Inputs.Length ? planner.LocationOf(node.Inputs[input]).Offset : 0;

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
