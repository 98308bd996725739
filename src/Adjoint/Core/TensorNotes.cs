namespace Adjoint.Core;

/// <summary>What only few tensors have, so that the others are small.</summary>
internal sealed class TensorNotes
{
    /// <summary>What the tensor is called.</summary>
    public string? Name { get; set; }

    /// <summary>What backward passes have added up.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Whether nobody but the tensor has its gradient.</summary>
    public bool OwnsGradient { get; set; }

    /// <summary>What wants to see the gradient of each pass.</summary>
    public Hooks<Func<Tensor, Tensor?>>? Hooks { get; set; }

    /// <summary>What wants to know that <see cref="Gradient"/> has come together in a pass that still runs.</summary>
    public Hooks<Action<Tensor>>? AccumulationHooks { get; set; }

    /// <summary>Whether any tensor ever had such hooks: until then no pass looks for them.</summary>
    public static bool AnyAccumulationHooks { get; set; }

    /// <summary>The tensor whose memory and history this one, a view of it, shares.</summary>
    public Tensor? Origin { get; set; }

    /// <summary>Where a symbolic view lies within its origin; real tensors have strides and an offset themselves.</summary>
    public ViewLayout? Layout { get; set; }

    /// <summary>Places that the tensor had in the graph before changes in place, while calls held it.</summary>
    public FormerPlaces? Former { get; set; }

    /// <summary>A leaf's place in a pass.</summary>
    public PassMark Mark;
}

/// <summary>Where a symbolic view lies within its origin, whose elements are in row-major order.</summary>
/// <param name="Strides">In elements; null for row-major.</param>
/// <param name="Offset">Place of the first element.</param>
/// <param name="IsDetached">Whether gradients stop at the view.</param>
internal sealed record ViewLayout(int[]? Strides, int Offset, bool IsDetached);
