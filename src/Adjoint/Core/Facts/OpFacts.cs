namespace Adjoint.Core;

/// <summary>
/// What is known of an operation besides what it computes. Formulas, the simplifier, receptive fields, memory estimates and
/// listings read it here, and do not ask which operation it is.
/// </summary>
/// <param name="Notation">How the operation is written on paper.</param>
public sealed record OpFacts(MathNotation Notation)
{
    /// <summary>Where the operation is defined, with the operands as in the notation, such as <c>#1 > 0</c>; null: everywhere.</summary>
    public string? Domain { get; init; }

    /// <summary>
    /// Whether numbers are within <see cref="Domain"/>, so that a result that is not finite is too large; null: they never are.
    /// </summary>
    public Func<double[], bool>? IsDefinedAt { get; init; }

    /// <summary>By which names the expression language calls the function; none if it does not know it.</summary>
    public IReadOnlyList<string> Spellings { get; init; } = [];

    /// <summary>
    /// The same result by simpler operations, which are what is written and simplified; null where that is the operation itself.
    /// </summary>
    public Func<Tensor[], Tensor>? Formula { get; init; }

    /// <summary>The operation as a sum or product of its inputs, if it is one.</summary>
    public Combination? Combination { get; init; }

    /// <summary>How a function of one number answers to a change of sign.</summary>
    public Parity Parity { get; init; }

    /// <summary>The function g for which f(g(u)) = u wherever g(u) is defined and f takes it; null if there is none.</summary>
    public Op? InverseOf { get; init; }

    /// <summary>Whether f(c·g(u)) = uᶜ, with the function g of <see cref="InverseOf"/>.</summary>
    public bool IsExponential { get; init; }

    /// <summary>The number that makes the result that number as either of two inputs, whatever the other is; null if none does.</summary>
    public double? Absorbing { get; init; }

    /// <summary>Whether no result is below 0.</summary>
    public bool IsNonNegative { get; init; }

    /// <summary>Whether a function of one number never falls, so that it commutes with a maximum.</summary>
    public bool IsMonotone { get; init; }

    /// <summary>Whether the order of two inputs does not matter.</summary>
    public bool IsCommutative { get; init; }

    /// <summary>Whether inputs are put together place by place, or side by side, so that their receptive fields should agree.</summary>
    public bool AlignsInputs { get; init; }

    /// <summary>The axis along which images are resampled, one axis after the other; null for other operations.</summary>
    public int? ResampledAxis { get; init; }

    /// <summary>Why a result depends on all places along an axis of the input, in words; null where nothing is known but that.</summary>
    public Func<Call, int, string?>? Everywhere { get; init; }

    /// <summary>The factors of the multiply-adds; null where they have none to show.</summary>
    public Func<Call, WorkFactors>? Factors { get; init; }

    /// <summary>Whether the result may share the memory of the first input, as a view does.</summary>
    public bool IsAlias { get; init; }

    /// <summary>What users call the operation in listings, if that is not its name.</summary>
    public string? Label { get; init; }

    /// <summary>Which kind of layer the operation makes, by which parameters are counted.</summary>
    public LayerFamily Family { get; init; }

    /// <summary>Whether neighbouring results may depend on places of the input that differ in more than a shift.</summary>
    public bool HasPhases { get; init; }

    /// <summary>How a window moves over the spatial axes, for convolutions and pools; null for others.</summary>
    public WindowFacts? Window { get; init; }

    /// <summary>The facts of an operation that is written as a function of its inputs, followed by attributes.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="attributes">What else stands between the parentheses.</param>
    /// <returns>The facts.</returns>
    public static OpFacts Function(string name, params ReadOnlySpan<string> attributes) => new(MathNotation.Function(name, attributes));

    /// <summary>The facts of a function of one number that the expression language knows.</summary>
    /// <param name="name">Name of the operation; in the expression language, with underscores between words.</param>
    /// <param name="latex">Its name in LaTeX; null for the name in upright letters.</param>
    /// <param name="also">Further names in the expression language.</param>
    /// <returns>The facts.</returns>
    public static OpFacts Scalar(string name, string? latex = null, params ReadOnlySpan<string> also) =>
        new(MathNotation.Named(name, latex)) { Spellings = [MathNotation.SnakeCase(name), .. also] };

    /// <summary>How it is written.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"OpFacts({Notation})";
}
