namespace Adjoint;

/// <content>
/// What a tensor knows of those that share its memory. A view belongs to an origin, which is no view of anything that
/// gradients flow through. A recorded change in place, of whichever of them, gives the origin another place in the graph, and
/// counts up its generation; a view of an older generation takes its place anew from the origin's when it is read.
/// </content>
public sealed partial class Tensor
{
    private const int Unrecorded = -1; // generation of a view that was taken of a tracked tensor while nothing was recorded

    private object? extra; // what few tensors have: notes, or the origin alone
    private int generation;
    private bool isHeld; // whether a call holds this tensor itself, and so its former places must be known

    /// <summary>Passes of several threads may ask for the notes of a leaf at once, and get the same.</summary>
    internal TensorNotes Notes
    {
        get
        {
            object? before = extra;
            if (before is TensorNotes notes) return notes;
            var made = new TensorNotes { Origin = (Tensor?)before };
            object? now = Interlocked.CompareExchange(ref extra, made, before);
            return ReferenceEquals(now, before) ? made : Notes;
        }
    }

    /// <summary>The notes, if there are any.</summary>
    private TensorNotes? FewNotes => extra as TensorNotes;

    /// <summary>The tensor whose memory and history this one shares: itself, unless it is a view.</summary>
    private Tensor Origin => (IsView ? extra as Tensor ?? FewNotes?.Origin : null) ?? this;

    /// <summary>Whether the tensor is a view that was taken of a tracked tensor while nothing was recorded.</summary>
    internal bool IsUnrecordedView => generation == Unrecorded;

    /// <summary>Says that this new view of a tracked tensor is not recorded: it stays constant.</summary>
    internal void LeaveUnrecorded()
    {
        if (!IsView) return;
        if (!IsSymbolic) generation = Unrecorded;
        else if (FewNotes is { Layout: { } layout } notes) notes.Layout = layout with { IsDetached = true };
    }

    /// <summary>Says that a call holds this tensor itself.</summary>
    internal void Hold() => isHeld = true;

    /// <summary>
    /// This tensor as a call holds it that was made after so many moves: itself, or a stand-in for it in the place that it had
    /// then. Null if that place is no longer known.
    /// </summary>
    internal Tensor? At(int moves)
    {
        if (FewNotes?.Former is { } former && former.TryFind(moves, out FormerPlaces.Place place))
            return place.IsForgotten ? null : place.Constant ?? StandIn(place.Creator, place.Result, place.Tracked);
        return IsView && generation != Unrecorded && Origin.generation != generation ? StandIn(creator, result, requiresGrad) : this;
    }

    /// <summary>This result as the call holds it that made it.</summary>
    internal Tensor AsResultOf(Call call, int number) => ReferenceEquals(creator, call) && result == number
        ? this : StandIn(call, (byte)number, call.IsTracked && DType.IsFloatingPoint());

    /// <summary>Gives the tensor another place in the graph. Calls that hold it keep the one that it had.</summary>
    internal void MoveTo(Call? call, int number, bool tracked)
    {
        GradientWatch? before = creator?.WatchOf(result);
        int move = FormerPlaces.Count();
        if (isHeld) (Notes.Former ??= new()).Add(move, creator, result, requiresGrad);
        (creator, result, isHeld) = (call, (byte)number, false);
        requiresGrad = tracked && call is not null && DType.IsFloatingPoint();
        if (!ReferenceEquals(before?.Retained, this)) return;
        before.Retained = null;
        if (requiresGrad) call!.Watch(number).Retained = this;
    }

    /// <summary>The values of this tensor at a place in the graph, whatever becomes of this tensor.</summary>
    internal Tensor StandIn(Call? call, byte number, bool tracked) =>
        new(Storage, DType, Shape, strides, offset, true) { creator = call, result = number, requiresGrad = tracked };

    /// <summary>Takes the place in the graph anew, if the origin has another one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Follow()
    {
        if (extra is not null && generation != Unrecorded && Origin is var origin && Volatile.Read(ref origin.generation) != generation)
            Renew(origin);
    }

    /// <summary>Makes this new symbolic tensor a view: it lies so in the origin of another one.</summary>
    private void LieIn(Tensor other, ViewLayout layout)
    {
        (extra, generation, IsView) = (new TensorNotes { Origin = other.Origin, Layout = layout }, other.generation, true);
    }

    /// <summary>Makes this new symbolic result of an operation a view, if it would be one had it values.</summary>
    internal void LieAsView(Op op, Tensor of)
    {
        ViewLayout? layout = of.FewNotes?.Layout;
        var like = new Tensor(null, of.DType, of.Shape, layout?.Strides, layout?.Offset ?? 0, false);
        if (op.ViewOf(like) is { } view) LieIn(of, new ViewLayout(view.strides, view.offset, layout?.IsDetached == true));
    }

    /// <summary>This new tensor as one that is no view: the tensor it was reshaped from is not returned to anyone.</summary>
    internal Tensor AsOrigin()
    {
        if (IsView) LeaveOrigin();
        return this;
    }

    private void LeaveOrigin()
    {
        if (FewNotes is { } notes) (notes.Origin, notes.Layout) = (null, null);
        else extra = null;
        generation = 0;
    }

    /// <summary>Before this becomes a leaf that gradients flow to: what was computed of it until now is not concerned.</summary>
    private void BecomeLeaf()
    {
        if (isHeld) MoveTo(null, 0, false);
        if (IsView) LeaveOrigin();
    }
}
