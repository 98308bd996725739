namespace Adjoint.Symbolic;

/// <summary>Writes a loop over rows of one length, with registers from a start in the program's memory on.</summary>
internal sealed class RowStepWriter(Planner planner, int count, int start)
{
    private readonly Dictionary<Node, Location> registers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, int> readers = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Location> free = new();
    private readonly List<RowInstruction> prologue = [];
    private readonly List<RowInstruction> body = [];

    /// <summary>Where the memory for registers ends.</summary>
    public int End { get; private set; } = start;

    public RowStep Write(Loop loop)
    {
        foreach (Node node in loop.Nodes)
            foreach (Node input in node.Inputs) Read(input, 1);
        foreach (Addend addend in loop.Addends) Read(addend.Row, 1);
        foreach (Node node in loop.Nodes)
        {
            if (node.Kind == NodeKind.Total)
                body.Add(new RowInstruction(Code.Total, null, Row(node.Inputs[0]), default, default, planner.LocationOf(node)));
            else
                Write(node);
            foreach (Node input in node.Inputs) Read(input, -1);
        }

        // Of rows that are added to one sum, the one that lies last comes first.
        foreach (Addend addend in loop.Addends.OrderBy(p => p.Target.Index).ThenByDescending(p => p.Offset))
        {
            Location location = planner.LocationOf(addend.Target);
            Location target = location with { Offset = location.Offset + addend.Offset };
            body.Add(new RowInstruction(planner.Adding(addend), null, Row(addend.Row), default, default, target));
        }

        return new RowStep(count, [.. prologue], [.. body]);
    }

    private void Write(Node node)
    {
        OperationEntry entry = OperationTable.Of(node.Op!);
        Node a = node.Inputs[0];
        Node? b = node.Inputs.Length > 1 ? node.Inputs[1] : null;
        // Where the order of a number and a row does not matter, the number comes second.
        if (entry.NumberFirst == entry.NumberSecond && entry.NumberFirst is not null && a.Single is not null) (a, b) = (b!, a);
        Code? first = a.Single is null ? null : entry.NumberFirst;
        Code? second = b?.Single is null ? null : entry.NumberSecond;
        Location x = first is null ? Row(a) : planner.LocationOf(a.Single!);
        Location y = b is null ? default : second is null ? Row(b) : planner.LocationOf(b.Single!);
        Location z = node.Inputs.Length > 2 ? Row(node.Inputs[2]) : default;
        Location result = planner.HasLocation(node) ? planner.LocationOf(node) : registers[node] = Register();
        body.Add(new RowInstruction(first ?? second ?? entry.Code, (IRowOp)node.Op!, x, y, z, result));
    }

    /// <summary>Where a row is; a number is first broadcast into a register, which is then kept.</summary>
    private Location Row(Node node)
    {
        if (node.Single is not { } number) return registers.TryGetValue(node, out Location place) ? place : planner.LocationOf(node);
        if (!registers.TryGetValue(number, out Location filled))
        {
            registers.Add(number, filled = NewRegister());
            prologue.Add(new RowInstruction(Code.Fill, null, planner.LocationOf(number), default, default, filled));
        }

        return filled;
    }

    /// <summary>Counts the readers a row still has; after the last its register is free.</summary>
    private void Read(Node node, int more)
    {
        int left = readers[node] = readers.GetValueOrDefault(node) + more;
        if (left == 0 && node.Single is null && registers.TryGetValue(node, out Location place)) free.Push(place);
    }

    private Location Register() => free.TryPop(out Location place) ? place : NewRegister();

    private Location NewRegister()
    {
        var place = new Location(Memory.Own, End, 0);
        End += RowStep.BlockLength;
        return place;
    }
}
