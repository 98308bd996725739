namespace Adjoint.Inspection;

/// <summary>Of all paths from the input to a result the one that decides how much of the input a unit of the result sees.</summary>
internal sealed class FieldPath(FieldTracer fields)
{
    /// <summary>The inputs of a call that depend on the model's input, without indices where there are numbers.</summary>
    public IReadOnlyList<Tensor> Branches(Call call)
    {
        Tensor[] all = [.. call.Inputs.ToArray().Where(x => fields.DependsOnInput(x.Value))];
        Tensor[] real = [.. all.Where(x => x.DType.IsFloatingPoint())];
        return real.Length > 0 ? real : all;
    }

    /// <summary>The calls of the path to a result along a spatial axis, from the input on, and on which input it enters each.</summary>
    public IReadOnlyList<(Call Call, Tensor From)> To(Tensor result, int axis)
    {
        var path = new List<(Call, Tensor)>();
        while (result.Creator is { } call && Branches(call) is { Count: > 0 } branches)
        {
            Tensor from = Deciding(branches, axis);
            path.Add((call, from));
            result = from;
        }

        path.Reverse();
        return path;
    }

    /// <summary>The one of several tensors whose units see most along an axis.</summary>
    public Tensor Deciding(IReadOnlyList<Tensor> branches, int axis)
    {
        Tensor most = branches[0];
        foreach (Tensor branch in branches)
        {
            int order = Size(branch).CompareTo(Size(most));
            if (order == 0) order = Depth(branch).CompareTo(Depth(most)) * (Size(most) == double.PositiveInfinity ? -1 : 1);
            if (order > 0) most = branch;
        }

        return most;

        // Where sizes are equal, or there are none, the longer path decides; of two that see everything the shorter one.
        double Size(Tensor x) =>
            fields.Of(x) is not { } field || axis >= field.Axes.Count ? 0
            : field.Axes[axis].IsWhole ? double.PositiveInfinity
            : field.Axes[axis].Size;

        static int Depth(Tensor x) => x.Creator?.Depth ?? 0;
    }
}
