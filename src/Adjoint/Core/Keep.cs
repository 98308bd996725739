namespace Adjoint.Core;

/// <summary>
/// Which values a backward pass reads, and so what the tape must hold. Combine with <c>|</c>:
/// <c>Keep.Input(0) | Keep.Output</c>. Inputs of integers and truth values (indices, masks) are always held.
/// </summary>
public readonly record struct Keep
{
    private const int Most = 32;

    private readonly uint inputs;
    private readonly uint results;

    private Keep(uint inputs, uint results) => (this.inputs, this.results) = (inputs, results);

    /// <summary>Only shapes and types.</summary>
    public static Keep Shapes => default;

    /// <summary>The values of all inputs.</summary>
    public static Keep Inputs => new(uint.MaxValue, 0);

    /// <summary>The value of the first result.</summary>
    public static Keep Output => new(0, 1);

    /// <summary>The value of one input.</summary>
    /// <param name="number">Its number, below 32.</param>
    /// <returns>What to keep.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 0 to 31.</exception>
    public static Keep Input(int number) => new(Bit(number), 0);

    /// <summary>The value of one result.</summary>
    /// <param name="number">Its number, below 32.</param>
    /// <returns>What to keep.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 0 to 31.</exception>
    public static Keep Result(int number) => new(0, Bit(number));

    /// <summary>Of two inputs, the other one of each that is wanted: what a product reads.</summary>
    internal static Keep Others(uint wanted) => new(((wanted & 1) << 1) | ((wanted >> 1) & 1), 0);

    /// <summary>Whether the value of any result is read.</summary>
    internal bool AnyResult => results != 0;

    /// <summary>Whether nothing but shapes is read.</summary>
    internal bool IsNothing => (inputs | results) == 0;

    /// <summary>Whether the value of an input is read.</summary>
    internal bool HasInput(int number) => inputs == uint.MaxValue || (number < Most && (inputs >> number & 1) != 0);

    /// <summary>Whether the value of a result is read.</summary>
    internal bool HasResult(int number) => number < Most && (results >> number & 1) != 0;

    /// <summary>What either says.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <returns>What is kept for one or for the other.</returns>
    public static Keep operator |(Keep a, Keep b) => new(a.inputs | b.inputs, a.results | b.results);

    /// <summary>What either says.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <returns>What to keep.</returns>
    public static Keep BitwiseOr(Keep a, Keep b) => a | b;

    private static uint Bit(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Most);
        return 1u << number;
    }
}
