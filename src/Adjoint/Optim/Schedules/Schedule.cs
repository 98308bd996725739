namespace Adjoint.Optim;

/// <summary>
/// The learning rate as a function of the step, and of nothing else: it can be plotted, resumed and tested. Set as
/// <see cref="Optimizer.Schedule"/>. Names and formulas are PyTorch's, where PyTorch has one.
/// </summary>
public abstract record Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="rate">The optimizer's learning rate, from which the schedule starts.</param>
    /// <returns>The learning rate.</returns>
    public abstract double At(long step, double rate);

    /// <summary>The settings, each with the range that it must be in; an optimizer checks them when it gets the schedule.</summary>
    /// <returns>None for a schedule without numbers.</returns>
    public virtual IEnumerable<Setting> Settings() => [];

    /// <summary>The name, and what <see cref="Details"/> says: <c>StepLR(every = 30, gamma = 0.1)</c>.</summary>
    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name}({string.Join(", ", Details())})";

    /// <summary>What <see cref="ToString"/> says of the schedule; its settings, unless it is made of others.</summary>
    /// <returns>A piece of text for each.</returns>
    protected virtual IEnumerable<string> Details() => Settings().Select(setting => setting.ToString());

    internal void Check()
    {
        foreach (Setting setting in Settings()) setting.Check(GetType().Name);
    }
}
