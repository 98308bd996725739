using Adjoint.Ops;

namespace Adjoint;

/// <content>
/// Changes in place of tensors with views, as functions: the origin becomes itself with a region replaced, and a view becomes a
/// region of its origin. The numbers are in the memory already; only places in the graph are given.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Gives a view the place that it has by now, as a part of its origin.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Renew(Tensor origin)
    {
        // Several threads may read one view.
        lock (origin.Notes)
        {
            int now = origin.generation;
            if (generation == now) return;
            bool shares = IsSymbolic == origin.IsSymbolic && ReferenceEquals(storage, origin.storage);
            if (origin.IsSymbolic) RenewSymbolic(origin);
            else if (shares && origin.requiresGrad && FewNotes?.Layout is not { IsDetached: true }) RecordAsPartOf(origin);
            else if (creator is not null && shares) MoveTo(null, 0, false);
            Volatile.Write(ref generation, now);
        }
    }

    private void RecordAsPartOf(Tensor origin)
    {
        if (IsContiguous && Numel == origin.Numel && origin.IsContiguous) Engine.RecordInto(this, new Reshape(Shape), origin);
        else Engine.RecordInto(this, new TakeRegion(RegionIn(origin)), origin.Image());
    }

    /// <summary>
    /// After a change of this origin, or of a view of it, whose new values are written already: the origin is made of them. A
    /// change that does not read what was there gives that a gradient of zeros, as in PyTorch, and none at all if a backward pass
    /// is through with it: a buffer that each step overwrites keeps no graphs.
    /// </summary>
    private void Rebase(Tensor part, Tensor value, bool reads)
    {
        bool isAll = ReferenceEquals(part, this) || (part.IsContiguous && part.Numel == Numel && IsContiguous);
        bool forgets = isAll && (reads || !requiresGrad || creator is { IsPassed: true });
        if (forgets && ReferenceEquals(part, this)) MoveTo(value.Creator, value.result, value.RequiresGrad);
        else if (!requiresGrad && !value.RequiresGrad) return;
        else if (forgets && value.RequiresGrad) Engine.RecordInto(this, new Reshape(Shape), value);
        else if (forgets) MoveTo(null, 0, false);
        else if (IsContiguous) Engine.RecordInto(this, new ReplaceRegion(part.RegionIn(this)), this, value);
        else
        {
            // Of a detached view only: its image in memory is changed, and it is taken from there.
            using Scope _ = GradMode.On();
            Region own = RegionIn(this);
            Tensor image = Engine.Apply(new ReplaceRegion(part.RegionIn(this)), Image(), value);
            Engine.RecordInto(this, new TakeRegion(own), image);
        }

        Volatile.Write(ref generation, generation + 1);
    }

    /// <summary>Where this tensor lies in the memory of its origin, or in the <see cref="Image"/> of one with gaps.</summary>
    private Region RegionIn(Tensor origin)
    {
        if (IsSymbolic)
        {
            ViewLayout? layout = FewNotes?.Layout;
            return new Region(origin.Shape, Shape, new Steps(layout?.Strides ?? RowMajor(Shape)), layout?.Offset ?? 0);
        }

        if (origin.IsContiguous) return new Region(origin.Shape, Shape, new Steps(Strides), offset - origin.offset);
        (int first, int size) = origin.Extent();
        return new Region([size], Shape, new Steps(Strides), offset - first);
    }

    /// <summary>This tensor if it is contiguous, else its memory from the first to the last element, zeros in the gaps.</summary>
    private Tensor Image()
    {
        if (IsContiguous) return this;
        using Scope _ = GradMode.On();
        return Engine.Apply(new PlaceRegion(RegionIn(this)), this);
    }

    /// <summary>The first element of the memory that belongs to the tensor, and the number from there to the last.</summary>
    private (int First, int Size) Extent()
    {
        (int first, int last) = (offset, offset);
        ReadOnlySpan<int> steps = Strides;
        for (int axis = 0; axis < steps.Length; axis++)
        {
            int reach = (Shape[axis] - 1) * steps[axis];
            if (reach < 0) first += reach;
            else last += reach;
        }

        return (first, last - first + 1);
    }
}
