namespace Adjoint.Symbolic;

/// <summary>Writes a loop of length 1.</summary>
internal sealed class NumberStepWriter(Planner planner)
{
    public NumberStep Write(Loop loop)
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
                if (NumberStep.FunctionOf(op) != 0) code = Code.Function;
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
    }

    private int OffsetOf(Node node, int input) => input < node.Inputs.Length ? planner.LocationOf(node.Inputs[input]).Offset : 0;
}
