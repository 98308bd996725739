namespace Adjoint.Symbolic;

/// <summary>The derivative of one row of a trace with respect to one of its inputs.</summary>
public sealed class LocalPartial
{
    internal LocalPartial(string input, Tensor slope, double? value) => (Input, Slope, Value) = (input, slope, value);

    /// <summary>Name of the input.</summary>
    public string Input { get; }

    /// <summary>Its value, where the row is a single number with a value.</summary>
    public double? Value { get; }

    /// <summary>
    /// The derivative in the names of the trace; of a row that is no single number, what takes the row's adjoint, written
    /// g, to the input's.
    /// </summary>
    public string Formula => Symbolic.Formula.Text(Slope);

    /// <summary>The formula in LaTeX.</summary>
    public string Latex => Symbolic.Formula.Latex(Slope);

    /// <summary>With respect to what, the formula, and the value if there is one.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"∂/∂{Input} = {Formula}{(Value is { } value ? $" = {value:G17}" : "")}");

    /// <summary>The formula as a graph.</summary>
    internal Tensor Slope { get; }

    /// <summary>The formula's value if it is a constant; else null.</summary>
    internal double? Constant => Slope is { IsSymbolic: false, Numel: 1 } ? Slope.Detach().Item() : null;
}
