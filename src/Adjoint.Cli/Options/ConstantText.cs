using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Reads a number that may be written as an expression without variables, such as <c>-pi/2</c>.</summary>
internal static class ConstantText
{
    /// <summary>The number; null if the text is none, or it is not finite.</summary>
    public static double? Read(string text)
    {
        try
        {
            Expression number = Expression.Parse(text);
            double value = number is { IsVector: false, Variables.Count: 0 } ? number.Evaluate()[0] : double.NaN;
            return double.IsFinite(value) ? value : null;
        }
        catch (ExpressionException)
        {
            return null;
        }
    }
}
