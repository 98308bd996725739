using Adjoint.Ops;

namespace Adjoint;

/// <content>Changes in place of symbolic tensors: a tensor stands for the changed value from there on, and so do its views.</content>
public sealed partial class Tensor
{
    /// <summary>A change of a symbolic tensor, or of a constant of a capture to a value that has no numbers.</summary>
    private void UpdateSymbolic(string operation, Tensor value, bool record, bool reads)
    {
        CheckWritable(operation, value);
        Tensor origin = Origin;
        bool isConstant = Memory.Storage.IsCapturing && origin is { IsContiguous: true, Storage.IsMadeInCapture: true };
        if (!isConstant && !(origin.IsSymbolic && origin.Creator is not null))
            throw new GraphException(
                $"{operation}: a symbolic value has no numbers to write into a tensor of shape {Shape}, and what is captured of a "
                + "function does not change the function's inputs: Clone() it first.");
        if (record && FewNotes?.Layout is { IsDetached: true })
            throw new GraphException(
                $"{operation}: gradients do not flow through a tensor of Detach() or of GradMode.Off(), and its value is that of one in "
                + "the graph; Clone() it before a change in place that is recorded.");
        Region region = RegionIn(origin);
        bool isAll = ReferenceEquals(origin, this);
        Tensor before = isConstant ? origin.LoseValues() : origin;
        bool isValue = isAll && value.IsSymbolic && (reads || !origin.requiresGrad);
        Tensor now = isValue ? value : Engine.Apply(new ReplaceRegion(region), before, value);
        if (!record && origin.requiresGrad)
        {
            using Scope _ = GradMode.On();
            now = Engine.Apply(Renewal.Op, before, now);
        }

        origin.MoveTo(now.Creator, now.result, now.RequiresGrad);
        origin.generation++;
    }

    /// <summary>Gives a symbolic view the place of a part of its origin.</summary>
    private void RenewSymbolic(Tensor origin)
    {
        ViewLayout? layout = FewNotes?.Layout;
        if (!IsSymbolic)
        {
            Notes.Layout = layout = new ViewLayout(strides, offset - origin.offset, layout?.IsDetached == true);
            LoseValues();
        }

        bool isAll = layout is null or { Strides: null, Offset: 0 } && Numel == origin.Numel;
        using Scope _ = layout?.IsDetached == true ? GradMode.Off() : GradMode.On();
        Tensor now = Engine.Apply(isAll ? new Reshape(Shape) : new TakeRegion(RegionIn(origin)), origin);
        MoveTo(now.Creator, now.result, now.RequiresGrad);
    }

    /// <summary>Makes a constant that a capture has made symbolic: it is to stand for what is computed from its values.</summary>
    /// <returns>The constant.</returns>
    private Tensor LoseValues()
    {
        Tensor constant = StandIn(creator, result, requiresGrad);
        int move = FormerPlaces.Count();
        if (isHeld) (Notes.Former ??= new()).Add(move, creator, result, requiresGrad, constant);
        (storage, holdsNumber, strides, isHeld) = (null, false, null, false);
        return constant;
    }
}
