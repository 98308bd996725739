namespace Adjoint.Core;

/// <summary>
/// One way of writing an operation: a template, in which <c>#1</c>, <c>#2</c>… stand for the written operands and
/// <c>#*</c> for all of them with commas between, as in TeX macros.
/// </summary>
public sealed class Layout
{
    private readonly Binding[] operands;

    /// <summary>Creates a layout.</summary>
    /// <param name="binding">How tightly the whole holds together.</param>
    /// <param name="template">The template.</param>
    /// <param name="operands">
    /// How tightly each operand must hold together to stand there without parentheses; <see cref="Binding.None"/> where not
    /// given.
    /// </param>
    public Layout(Binding binding, string template, params Binding[] operands)
    {
        Binding = binding;
        Template = template;
        this.operands = operands;
    }

    /// <summary>How tightly the whole holds together.</summary>
    public Binding Binding { get; }

    /// <summary>The template.</summary>
    public string Template { get; }

    /// <summary>How tightly an operand must hold together.</summary>
    public Binding Operand(int input) => input < operands.Length ? operands[input] : Binding.None;
}
