namespace Adjoint.Optim;

/// <summary>A parameter and what an optimizer remembers of it.</summary>
internal sealed class ParameterState(int index, Tensor parameter, UpdateRule rule)
{
    /// <summary>Its number among all parameters of the optimizer.</summary>
    public int Index => index;

    /// <summary>The parameter itself.</summary>
    public Tensor Parameter => parameter;

    /// <summary>How it is changed.</summary>
    public UpdateRule Rule => rule;

    /// <summary>How many steps it has made.</summary>
    public long Steps { get; set; }

    /// <summary>NAdam's product of momenta so far.</summary>
    public double MomentumProduct { get; set; } = 1;

    /// <summary>What is remembered, by the places of <see cref="UpdateRule.MemoryNames"/>; null where not used or not yet.</summary>
    public Tensor?[] Memory { get; } = new Tensor?[rule.MemoryNames().Count];

    /// <summary>The contiguous gradient of the step that is being made; null if the parameter sits it out.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Counts one more step, and makes the memory at the first.</summary>
    public void Advance()
    {
        if (Steps++ > 0) return;
        IReadOnlyList<string?> names = rule.MemoryNames();
        for (int place = 0; place < Memory.Length; place++)
        {
            if (names[place] is not null && rule.MemoryShape(place, parameter.Shape) is { } shape)
                Memory[place] ??= Tensor.Full(shape, rule.MemoryStart(place), parameter.DType);
        }
    }
}
