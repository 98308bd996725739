using System.Text;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>A rectangle of characters with colours, to draw on.</summary>
internal sealed class CharCanvas
{
    private readonly char[,] characters;
    private readonly Color[,] colors;

    /// <summary>An empty rectangle.</summary>
    public CharCanvas(int width, int height)
    {
        (Width, Height) = (width, height);
        characters = new char[height, width];
        colors = new Color[height, width];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) (characters[y, x], colors[y, x]) = (' ', Color.Default);
    }

    /// <summary>Characters in a line.</summary>
    public int Width { get; }

    /// <summary>Number of lines.</summary>
    public int Height { get; }

    /// <summary>Puts a character; outside it is passed over.</summary>
    public void Put(int x, int y, char character, Color color)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height) (characters[y, x], colors[y, x]) = (character, color);
    }

    /// <summary>Whether there is nothing yet.</summary>
    public bool IsEmpty(int x, int y) => characters[y, x] == ' ';

    /// <summary>One line, in Spectre's markup.</summary>
    public string Line(int y)
    {
        var line = new StringBuilder();
        for (int x = 0; x < Width; x++)
        {
            string text = Markup.Escape(characters[y, x].ToString());
            line.Append(colors[y, x] == Color.Default ? text : $"[{colors[y, x].ToMarkup()}]{text}[/]");
        }

        return line.ToString();
    }
}
