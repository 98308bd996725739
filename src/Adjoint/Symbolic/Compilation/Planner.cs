using Adjoint.Core;

namespace Adjoint.Symbolic.Compilation;

/// <summary>Gives every number and row its place in memory, and writes the loops of a schedule as steps.</summary>
internal sealed class Planner
{
    private readonly Schedule schedule;
    private readonly Location?[] homes;
    private readonly HashSet<Node> begun = new(ReferenceEqualityComparer.Instance);
    private readonly Program program = new();
    private int used;

    private Planner(Schedule schedule, int made) => (this.schedule, homes) = (schedule, new Location?[made]);

    /// <summary>Makes a program.</summary>
    /// <param name="value">The function's value.</param>
    /// <param name="gradients">Its derivatives, each with where it begins in the gradient; none for the value alone.</param>
    /// <param name="made">How many nodes there are, wanted or not.</param>
    public static Program Plan(Node value, IReadOnlyList<(Node Node, int Offset)> gradients, int made)
    {
        var planner = new Planner(new Schedule([value, .. gradients.Select(g => g.Node)], made), made);
        return planner.Make(value, gradients);
    }

    /// <summary>Where a node is kept.</summary>
    public Location HomeOf(Node node)
    {
        if (homes[node.Index] is { } home) return home;
        Location whole = HomeOf(node.Inputs[0]); // of a window; that of a window is made one
        return new Location(whole.Memory, whole.Offset + node.Offset, node.Count == 1 ? 0 : 1);
    }

    /// <summary>Whether a node has a place of its own.</summary>
    public bool HasHome(Node node) => homes[node.Index] is not null || node.Kind == NodeKind.Window;

    /// <summary>
    /// What adds a row to its sum. The first is written instead, if it is the last of a loop's rows in memory: later blocks of
    /// the others then meet what it has written; the rest of the sum starts at 0.
    /// </summary>
    public Code Adding(Piece piece)
    {
        if (!begun.Add(piece.Target)) return Code.Accumulate;
        Location home = HomeOf(piece.Target);
        bool first = piece.Row.Count > 1;
        int end = first ? piece.Offset + piece.Row.Count : 0;
        if (first && piece.Offset > 0) program.Zeros.Add((home, piece.Offset));
        if (piece.Target.Count > end) program.Zeros.Add((home with { Offset = home.Offset + end }, piece.Target.Count - end));
        return first ? Code.Copy : Code.Accumulate;
    }

    private Program Make(Node value, IReadOnlyList<(Node Node, int Offset)> gradients)
    {
        foreach ((Node node, int offset) in gradients)
        {
            bool computed = node.Kind is NodeKind.Elementwise or NodeKind.Placed or NodeKind.Assembled;
            if (computed && node.Count > 1 && schedule.IsUnread(node)) homes[node.Index] ??= new Location(Memory.Gradient, offset, 1);
        }

        foreach (Node node in schedule.Order) Settle(node);
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
                program.Steps.Add(new NumberStepWriter(this).Write(loop));
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
        program.Value = HomeOf(value).Offset;
        foreach ((Node node, int offset) in gradients) Deliver(node, offset);
        return program;
    }

    /// <summary>Gives a node its place, and says how what is known or given comes there.</summary>
    private void Settle(Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.Constant:
                program.Constants.Add((Rent(node).Offset, node.Value));
                break;
            case NodeKind.Table:
                program.Tables.Add((Rent(node).Offset, node.Table!));
                break;
            case NodeKind.Input when node.Count == 1:
                program.Loads.Add((node.Offset, Rent(node).Offset));
                break;
            case NodeKind.Input when schedule.IsReadWhole(node):
                program.RowLoads.Add((node.Offset, Rent(node).Offset, node.Count));
                break;
            case NodeKind.Input:
                homes[node.Index] = new Location(Memory.Argument, node.Offset, 1);
                break;
            case NodeKind.Total:
                program.Totals.Add(Rent(node).Offset);
                break;
            case NodeKind.Elementwise when node.Count == 1 || schedule.IsKept(node):
            case NodeKind.Whole:
            case NodeKind.Placed or NodeKind.Assembled when !schedule.IsAbsorbed(node):
                Rent(node);
                break;
        }
    }

    private Location Rent(Node node)
    {
        if (homes[node.Index] is { } home) return home;
        home = new Location(Memory.Own, used, node.Count == 1 ? 0 : 1);
        used = checked(used + node.Count);
        homes[node.Index] = home;
        return home;
    }

    private void Deliver(Node node, int offset)
    {
        if (node is { Kind: NodeKind.Broadcast, Single: { } number }) program.Fills.Add((HomeOf(number).Offset, offset, node.Count));
        else if (HomeOf(node) is var home && node.Count == 1) program.Stores.Add((home.Offset, offset));
        else if (home != new Location(Memory.Gradient, offset, 1)) program.Copies.Add((home, offset, node.Count));
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
            x[i] = memory.View(shape, repeated ? new int[shape.Rank] : null, HomeOf(repeated ? input.Inputs[0] : input).Offset);
        }

        return new WholeStep(call.Op, x, memory.View(call.Spec.Shape, null, HomeOf(node).Offset));
    }
}
