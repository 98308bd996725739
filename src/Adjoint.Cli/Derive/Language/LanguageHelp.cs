using System.Text;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>What the expression language knows, in lines of 80 columns.</summary>
internal static class LanguageHelp
{
    private const int Width = 78;

    public static string Text => "Functions:\n" + Wrapped(Expression.Functions) + """

          [x > 0] is 1 where the condition holds, else 0; cases(x < 0, -x, x < 1, x^2, 1)
          chooses. Constants pi and e; names like x, w1, x_1, θ; 2x and 3(x + 1) are
          products; q = x^2; q + 1/q names a part; w = w - 0.1*w^2; w^2 is a step.
        """;

    private static string Wrapped(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        int column = 0;
        foreach (string word in words)
        {
            if (column == 0 || column + word.Length + 1 > Width)
            {
                text.Append(column == 0 ? "  " : "\n  ");
                column = 2;
            }
            else
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString() + "\n";
    }
}
