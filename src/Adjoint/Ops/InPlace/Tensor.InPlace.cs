namespace Adjoint;

/// <remarks>
/// Changes in place. They are recorded like other operations, for a tensor and for all that share its memory: after
/// <c>y[0].MultiplyInPlace(x)</c> gradients of y, and of other views of it, flow through the change. A leaf that requires a
/// gradient, and a view of one, can be changed only within <see cref="GradMode.Off"/>.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>Adds in place: this += factor · other, with broadcasting of the other.</summary>
    public Tensor AddInPlace(Tensor other, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("AddInPlace", x => alpha == 1 ? x + other : x.Widened() + (other.Widened() * alpha), other, saves: false);
    }

    /// <summary>Multiplies in place, with broadcasting of the other.</summary>
    public Tensor MultiplyInPlace(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("MultiplyInPlace", x => x * other, other, saves: other.RequiresGrad);
    }

    /// <summary>Multiplies by a number in place.</summary>
    public Tensor MultiplyInPlace(double other) => Update("MultiplyInPlace", x => x * other, null, saves: false);

    /// <summary>Takes over the other's values, with broadcasting and a cast to this type.</summary>
    public Tensor CopyFrom(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Update("CopyFrom", _ => other.To(DType).Expand(Shape).Alias(), other, reads: false);
    }

    /// <summary>Sets every element to a number.</summary>
    public Tensor Fill(double value) => Update("Fill", _ => Scalar(value, DType).Expand(Shape), null, reads: false);

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

    /// <summary>Changes this tensor, and its place in the graph where that is recorded.</summary>
    /// <param name="operation">Name for messages.</param>
    /// <param name="change">The new values, from a tensor in this one's place.</param>
    /// <param name="other">What else takes part in the change, if anything does.</param>
    /// <param name="reads">Whether the new values depend on the old ones.</param>
    /// <param name="saves">Whether the derivative of the change reads the old values, which are overwritten.</param>
    private Tensor Update(string operation, Func<Tensor, Tensor> change, Tensor? other, bool reads = true, bool saves = true)
    {
        if (Context.Current.Substitution is not null && Substitution.Of(this) is { } substitute && !ReferenceEquals(substitute, this))
            return substitute.Update(operation, change, other, reads, saves);
        bool record = GradMode.IsEnabled && (RequiresGrad || IsUnrecordedView || other is { RequiresGrad: true });
        if (record) CheckChangeable(operation);
        bool isState = Storage is { } memory ? !memory.IsMadeInCapture : Origin.Creator is null;
        if (isState && Context.Current.Capture is { } capture && !(capture.TakesEffects && IsSymbolic))
        {
            // The change happens in each replay, or not at all where only calls are looked at.
            if (capture.TakesEffects) capture.Update(this, CheckWritable(operation, InOwnType(operation, change(this))));
            return this;
        }

        if (!record)
        {
            Tensor plain;
            using (GradMode.Off()) plain = InOwnType(operation, change(this));
            if (plain.IsSymbolic || IsSymbolic) UpdateSymbolic(operation, plain, record, reads);
            else Write(operation, plain);
            return this;
        }

        Tensor value = InOwnType(operation, change(reads && saves && !IsSymbolic ? Clone() : this));
        if (value.IsSymbolic || IsSymbolic)
        {
            UpdateSymbolic(operation, value, record, reads);
            return this;
        }

        Write(operation, value);
        if (DType.IsFloatingPoint()) Origin.Rebase(this, value, reads);
        return this;
    }

    /// <summary>Fails if a recorded change would have to change a leaf, or something whose history is not known.</summary>
    private void CheckChangeable(string operation)
    {
        if (requiresGrad && IsLeaf)
            throw new GraphException(
                $"{operation}: a leaf that requires a gradient cannot be changed in place while operations are recorded. "
                + "Do it within GradMode.Off(), as optimizers do, or compute a new tensor.");
        if (Origin is { requiresGrad: true, creator: null })
            throw new GraphException(
                $"{operation}: a view of a leaf that requires a gradient cannot be changed in place while operations are recorded. "
                + "Do it within GradMode.Off(), as optimizers do, or Clone() the leaf first.");
        if (IsUnrecordedView)
            throw new GraphException(
                $"{operation}: a view that was taken within GradMode.Off() cannot be changed in place while operations are recorded. "
                + "Take the view outside of that scope, or change it within.");
    }

    private Tensor InOwnType(string operation, Tensor values) => DType.IsFloatingPoint() || !values.DType.IsFloatingPoint()
        ? values.To(DType)
        : throw new DTypeException(
            $"{operation}: a {values.DType.Name()} result does not fit into a tensor of {DType.Name()}; "
            + "in place a tensor cannot change its type.");

    private void Write(string operation, Tensor values)
    {
        CheckWritable(operation, values);
        if (Storage!.IsMadeInCapture && Storage.IsConstant)
        {
            if (Context.Current.Capture is { } capture) capture.Preserve(Storage);
            else if (Memory.Storage.IsCapturing)
                throw new GraphException(
                    $"{operation}: a constant that the function has computed with is changed afterwards; change a Clone() instead.");
        }

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
