namespace Adjoint;

/// <remarks>
/// Changes in place. Outside a no-grad scope a leaf that requires a gradient cannot be changed, a recorded result gets the
/// change into its history, and a recorded view cannot be changed: each error says what to do instead.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>Adds in place: this += factor · other, with broadcasting of the other.</summary>
    public Tensor AddInPlace(Tensor other, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("AddInPlace", x => factor == 1 ? x + other : x.Widened() + (other.Widened() * factor), other);
    }

    /// <summary>Multiplies in place, with broadcasting of the other.</summary>
    public Tensor MultiplyInPlace(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("MultiplyInPlace", x => x * other, other);
    }

    /// <summary>Multiplies by a number in place.</summary>
    public Tensor MultiplyInPlace(double factor) => Update("MultiplyInPlace", x => x * factor, null);

    /// <summary>Takes over the other's values, with broadcasting and a cast to this type.</summary>
    public Tensor CopyFrom(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("CopyFrom", _ => other.To(DType).Expand(Shape).Alias(), other);
    }

    /// <summary>Sets every element to a number.</summary>
    public Tensor Fill(double value) => Update("Fill", _ => Scalar(value, DType).Expand(Shape), null);

    /// <summary>Writes values of the same shape and type into the memory; knows nothing of graphs and versions.</summary>
    internal unsafe void Overwrite(Tensor source)
    {
        source = source.Contiguous();
        if (ReferenceEquals(source.Storage, Storage)) source = source.Clone();
        var layout = new StridedLayout(Shape, Strides);
        fixed (byte* from = &source.FirstReadOnlyByte)
        fixed (byte* to = &FirstByte)
        {
            switch (DType.Size())
            {
                case 1: StridedCopy.Run(from, to, in layout, Numel); break;
                case 2: StridedCopy.Run((short*)from, (short*)to, in layout, Numel); break;
                case 4: StridedCopy.Run((int*)from, (int*)to, in layout, Numel); break;
                case 8: StridedCopy.Run((long*)from, (long*)to, in layout, Numel); break;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }

        GC.KeepAlive(source);
    }

    private Tensor Update(string operation, Func<Tensor, Tensor> change, Tensor? other)
    {
        if (Context.Current.Substitution is not null && Substitution.Of(this) is { } substitute && !ReferenceEquals(substitute, this))
            return substitute.Update(operation, change, other);
        bool record = GradMode.IsEnabled && (requiresGrad || other is { RequiresGrad: true });
        if (record && requiresGrad && IsLeaf)
            throw new GraphException(
                $"{operation}: a leaf that requires a gradient cannot be changed in place while operations are recorded. "
                + "Do it within GradMode.Off(), as optimizers do, or compute a new tensor.");
        bool isState = Storage is { } memory ? !memory.IsMadeInCapture : Creator is null;
        if (isState && Context.Current.Capture is { } capture && !(capture.TakesEffects && IsSymbolic))
        {
            // The change happens in each replay, or not at all where only calls are looked at.
            if (capture.TakesEffects) capture.Update(this, CheckWritable(operation, InOwnType(operation, change(this))));
            return this;
        }

        bool isPart = IsSymbolic && Creator is { } view && view.Op.Facts.IsAlias && view[0].Shape != Shape;
        if (isPart && Context.Current.EffectCapture is not null)
            throw new GraphException(
                $"{operation}: a view of a value that is computed in a capture cannot be changed in place, "
                + "since that value would not change with it. Use Where or Concat to build a new one, or Clone() it first.");
        if (record && IsView)
            throw new GraphException(
                $"{operation}: a view cannot be changed in place while its history is recorded. Change the tensor it is a view of, "
                + "use Where or Concat to build a new one, or Clone() it first.");
        if (!record)
        {
            Tensor plain;
            using (GradMode.Off()) plain = InOwnType(operation, change(this));
            if (plain.IsSymbolic) Update(operation, plain);
            else Write(operation, plain);
            return this;
        }

        // The history needs the old values, which the change overwrites: it goes on from a copy in the same place of the graph.
        Tensor value = InOwnType(operation, change(requiresGrad && !IsSymbolic ? Clone() : this));
        if (value.IsSymbolic)
        {
            Update(operation, value);
            return this;
        }

        Write(operation, value);
        Storage!.Rebased++;
        Rebase(value);
        return this;
    }

    /// <summary>A change of a symbolic tensor: it stands for the changed value from here on.</summary>
    private void Update(string operation, Tensor value)
    {
        CheckWritable(operation, value);
        if (IsSymbolic && Creator is not null) Rebase(value);
        else throw new GraphException(
            $"{operation}: a symbolic value has no numbers to write into a tensor of shape {Shape}; "
            + "within Graph.Capture the change becomes part of the graph.");
    }

    /// <summary>Gives this tensor the history of a value that was written into it.</summary>
    private void Rebase(Tensor value)
    {
        GradientWatch? before = Creator?.WatchOf(result);
        Record(value.Creator, value.result, value.RequiresGrad);
        if (!ReferenceEquals(before?.Retained, this)) return;
        before.Retained = null;
        if (Creator is not null) Creator.Watch(result).Retained = this;
    }

    private Tensor InOwnType(string operation, Tensor values) => DType.IsFloatingPoint() || !values.DType.IsFloatingPoint()
        ? values.To(DType)
        : throw new DTypeException(
            $"{operation}: a {values.DType.Name()} result does not fit into a tensor of {DType.Name()}; "
            + "in place a tensor cannot change its type.");

    private void Write(string operation, Tensor values)
    {
        CheckWritable(operation, values);
        Overwrite(values);
        Touch();
    }

    private Tensor CheckWritable(string operation, Tensor values)
    {
        if (values.Shape != Shape)
            throw new ShapeException(
                $"{operation}: a result of shape {values.Shape} does not fit into {Shape}; in place a tensor cannot grow.");
        for (int axis = 0; axis < Rank && !IsContiguous; axis++)
        {
            if (Strides[axis] == 0 && Shape[axis] > 1 && Numel > 0)
                throw new ShapeException(
                    $"{operation}: axis {axis} of {Shape} is stretched, so that several elements share one place in memory; "
                    + "Clone() it first.");
        }

        return values;
    }
}
