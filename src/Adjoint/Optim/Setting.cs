namespace Adjoint.Optim;

/// <summary>A setting of an update rule or a schedule: its name, its value, and what the value must be.</summary>
/// <param name="Name">The name, as reports give it: <c>learningRate</c>.</param>
/// <param name="Value">The value; 1 or 0 for a choice that is taken or not.</param>
/// <param name="IsFlag">Whether it is such a choice.</param>
/// <param name="IsValid">Whether the value is as it must be.</param>
/// <param name="Range">What it must be, as messages say it: <c>at least 0</c>.</param>
/// <param name="Change">The rule with another value; null for a schedule's setting.</param>
public readonly record struct Setting(string Name, double Value, bool IsFlag, bool IsValid, string Range, Func<double, UpdateRule>? Change)
{
    /// <summary>A finite number of at least 0.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">The value.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting NotNegative(string name, double value, Func<double, UpdateRule>? change = null) =>
        new(name, value, false, value is >= 0 and < double.PositiveInfinity, "at least 0", change);

    /// <summary>A finite number above 0.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">The value.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting Positive(string name, double value, Func<double, UpdateRule>? change = null) =>
        new(name, value, false, value is > 0 and < double.PositiveInfinity, "above 0", change);

    /// <summary>A share that a running average keeps: at least 0 and below 1.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">The value.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting Fraction(string name, double value, Func<double, UpdateRule>? change = null) =>
        new(name, value, false, value is >= 0 and < 1, "at least 0 and below 1", change);

    /// <summary>Any finite number.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">The value.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting Finite(string name, double value, Func<double, UpdateRule>? change = null) =>
        new(name, value, false, double.IsFinite(value), "a finite number", change);

    /// <summary>A number that must be so.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">The value.</param>
    /// <param name="valid">Whether the value is as it must be.</param>
    /// <param name="range">What it must be, as messages say it: <c>at least 1</c>.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting Number(string name, double value, bool valid, string range, Func<double, UpdateRule>? change = null) =>
        new(name, value, false, valid, range, change);

    /// <summary>A choice that is taken or not.</summary>
    /// <param name="name">The name, as reports give it.</param>
    /// <param name="value">Whether it is taken.</param>
    /// <param name="change">The rule with another value; null for a setting of a schedule.</param>
    /// <returns>The setting.</returns>
    public static Setting Flag(string name, bool value, Func<double, UpdateRule>? change = null) =>
        new(name, value ? 1 : 0, true, true, "true or false", change);

    /// <summary>The name and the value: <c>beta1 = 0.9</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => IsFlag
        ? $"{Name} = {(Value != 0 ? "true" : "false")}"
        : string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value}");

    /// <summary>Fails if the value is not as it must be.</summary>
    internal void Check(string rule)
    {
        if (!IsValid)
            throw new AdjointException(string.Create(CultureInfo.InvariantCulture, $"{rule}: {Name} of {Value} must be {Range}."));
    }
}
