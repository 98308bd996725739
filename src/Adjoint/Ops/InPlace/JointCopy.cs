namespace Adjoint.Ops;

/// <summary>
/// Tensors that take over the values of others, all of them or none: whatever may fail is done before the first is changed.
/// </summary>
/// <param name="operation">For messages.</param>
internal sealed class JointCopy(string operation)
{
    private readonly List<(Tensor Own, Tensor Values)> copies = [];

    /// <summary>Has a tensor take over values, cast to its type, when <see cref="Run"/> is called.</summary>
    /// <exception cref="AdjointException">They cannot be read, or do not fit; or the tensor cannot be changed.</exception>
    public void Add(string name, Tensor own, Tensor given)
    {
        try
        {
            Engine.CheckFits("what is given", given.Spec with { DType = own.DType }, own);
            copies.Add((Readable(own), Ready(given, own)));
        }
        catch (AdjointException e)
        {
            throw new AdjointException($"{operation}: {name}: {e.Message}", e);
        }
    }

    /// <summary>Changes all.</summary>
    public void Run()
    {
        using Scope noGrad = GradMode.Off();
        var changed = copies.Select(copy => copy.Own.Storage).ToHashSet();
        for (int i = 0; i < copies.Count; i++)
        {
            (Tensor own, Tensor values) = copies[i];
            bool isShared = values.Storage is { } memory && !ReferenceEquals(memory, own.Storage) && changed.Contains(memory);
            if (isShared) copies[i] = (own, values.Clone());
        }

        foreach ((Tensor own, Tensor values) in copies) own.CopyFrom(values);
    }

    private static Tensor Ready(Tensor given, Tensor own)
    {
        using Scope noGrad = GradMode.Off();
        return Readable(given).To(own.DType).Contiguous().Evaluate();
    }

    /// <summary>The tensor, whose values can be read, or are part of a graph that is captured.</summary>
    private static Tensor Readable(Tensor x)
    {
        if (!x.IsSymbolic || Context.Current.Capture is null) _ = x.FirstReadOnlyByte;
        return x;
    }
}
