namespace Adjoint.Symbolic;

/// <summary>Assigns every number and row its location in memory, and writes the loops of a schedule as steps.</summary>
internal sealed class Planner
{
    private readonly Schedule schedule;
    private readonly Location?[] locations;
    private readonly HashSet<Node> begun = new(ReferenceEqualityComparer.Instance);
    private readonly Program program = new();
    private int used;

    private Planner(Schedule schedule, int made) => (this.schedule, locations) = (schedule, new Location?[made]);

    /// <summary>Makes a program of a value and derivatives, each with where it begins in the gradient, out of all nodes made.</summary>
    public static Program Plan(Node value, IReadOnlyList<(Node Node, int Offset)> gradients, int made) =>
        new Planner(new Schedule([value, .. gradients.Select(g => g.Node)], made), made).Make(value, gradients);

    /// <summary>Where a node lies.</summary>
    public Location LocationOf(Node node)
    {
        if (locations[node.Index] is { } location) return location;
        Location whole = LocationOf(node.Inputs[0]); // of a window; that of a window is made one
        return new Location(whole.Memory, whole.Offset + node.Offset, node.Count == 1 ? 0 : 1);
    }

    /// <summary>Whether a node has a location in memory, and not only a register.</summary>
    public bool HasLocation(Node node) => locations[node.Index] is not null || node.Kind == NodeKind.Window;

    /// <summary>What adds a row to its sum: the first row, which lies last in memory, is written, and the rest starts at 0.</summary>
    public Code Adding(Addend addend)
    {
        if (!begun.Add(addend.Target)) return Code.Accumulate;
        Location location = LocationOf(addend.Target);
        bool first = addend.Row.Count > 1;
        int end = first ? addend.Offset + addend.Row.Count : 0;
        if (first && addend.Offset > 0) program.Zeros.Add((location, addend.Offset));
        if (addend.Target.Count > end) program.Zeros.Add((location with { Offset = location.Offset + end }, addend.Target.Count - end));
        return first ? Code.Copy : Code.Accumulate;
    }

    private Program Make(Node value, IReadOnlyList<(Node Node, int Offset)> gradients)
    {
        foreach ((Node node, int offset) in gradients)
        {
            bool computed = node.Kind is NodeKind.Elementwise or NodeKind.Placed or NodeKind.Assembled;
            if (computed && node.Count > 1 && schedule.IsUnread(node)) locations[node.Index] ??= new Location(Memory.Gradient, offset, 1);
        }

        foreach (Node node in schedule.Order) Place(node);
        int registers = used;
        var wholes = new List<(int Step, Node Node)>();
        foreach (((int _, int count), Loop loop) in schedule.Loops)
        {
            if (count == Schedule.WholeLength)
            {
                foreach (Node node in loop.Nodes)
                {
                    wholes.Add((program.Steps.Count, node));
                    program.Steps.Add(null!);
                }
            }
            else if (count == 1)
            {
                program.Steps.Add(NumberStep.Of(loop, this));
            }
            else
            {
                var writer = new RowStepWriter(this, count, registers);
                program.Steps.Add(writer.Write(loop));
                used = Math.Max(used, writer.End);
            }
        }

        double[] own = program.Allocate(Math.Max(1, used));
        Tensor memory = Tensor.Wrap(own);
        foreach ((int step, Node node) in wholes) program.Steps[step] = Whole(node, memory);
        program.Value = LocationOf(value).Offset;
        foreach ((Node node, int offset) in gradients) Store(node, offset);
        return program;
    }

    /// <summary>Assigns a node its location, and notes how constants and inputs come there.</summary>
    private void Place(Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.Constant:
                program.Constants.Add((Allocate(node).Offset, node.Value));
                break;
            case NodeKind.Table:
                program.Tables.Add((Allocate(node).Offset, node.Table!));
                break;
            case NodeKind.Input when node.Count == 1 || schedule.IsReadWhole(node):
                program.Loads.Add((node.Offset, Allocate(node).Offset, node.Count));
                break;
            case NodeKind.Input:
                locations[node.Index] = new Location(Memory.Argument, node.Offset, 1);
                break;
            case NodeKind.Total:
                program.Zeros.Add((Allocate(node), 1));
                break;
            case NodeKind.Elementwise when node.Count == 1 || schedule.IsKept(node):
            case NodeKind.Whole:
            case NodeKind.Placed or NodeKind.Assembled when !schedule.IsAbsorbed(node):
                Allocate(node);
                break;
        }
    }

    private Location Allocate(Node node)
    {
        if (locations[node.Index] is { } location) return location;
        location = new Location(Memory.Own, used, node.Count == 1 ? 0 : 1);
        used = checked(used + node.Count);
        locations[node.Index] = location;
        return location;
    }

    private void Store(Node node, int offset)
    {
        if (node.Single is { } number) program.Stores.Add((LocationOf(number).Offset, offset, node.Count));
        else if (LocationOf(node) is var location && location != new Location(Memory.Gradient, offset, 1))
            program.Copies.Add((location, offset, node.Count));
    }

    private WholeStep Whole(Node node, Tensor memory)
    {
        Call call = node.Call!;
        var x = new Tensor[call.Inputs.Length];
        for (int i = 0; i < x.Length; i++)
        {
            Node input = node.Inputs[i];
            Shape shape = call[i].Shape;
            bool repeated = input.Kind == NodeKind.Broadcast;
            x[i] = memory.View(shape, repeated ? new int[shape.Rank] : null, LocationOf(repeated ? input.Inputs[0] : input).Offset);
        }

        return new WholeStep(call.Op, x, memory.View(call.Spec.Shape, null, LocationOf(node).Offset));
    }
}
