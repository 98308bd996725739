using System.Text.RegularExpressions;

namespace Adjoint.Tests.Docs;

public sealed partial class ArchitecturePageTests
{
    private static readonly string Root = ReadmeTests.Root();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));

    [Fact]
    public void Files_that_the_page_names_exist()
    {
        string[] files = [.. Files().Matches(Page).Select(match => match.Groups[1].Value).Distinct()];
        files.Length.ShouldBeGreaterThan(40);
        foreach (string file in files)
        {
            string path = file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)
                ? file
                : $"src/Adjoint/{file}";
            File.Exists(Path.Combine(Root, path)).ShouldBeTrue(file);
        }
    }

    [Fact]
    public void Tests_that_the_page_names_exist()
    {
        string tests = string.Join('\n', Directory
            .EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] names = [.. Names().Matches(Page).Select(match => match.Groups[1].Value).Distinct()];
        names.Length.ShouldBeGreaterThan(15);
        foreach (string name in names) tests.ShouldContain($" {name}(");
    }

    [Fact]
    public void Every_room_is_on_the_page()
    {
        foreach (string room in Directory.GetDirectories(Path.Combine(Root, "src", "Adjoint")).Select(path => Path.GetFileName(path)))
            if (char.IsUpper(room[0])) Page.ShouldContain($"| `{room}` |");
    }

    [Fact]
    public void The_picture_fits_into_a_terminal() =>
        Page.Split("```")[1].Split('\n').ShouldAllBe(line => line.Length <= 80);

    /// <summary>A path in a room or from the root of the repository to a source file, without placeholders.</summary>
    [GeneratedRegex("`((?:[A-Z][A-Za-z]+|src|tests)/[A-Za-z0-9./]+\\.(?:cs|py))`")]
    private static partial Regex Files();

    /// <summary>A test method: words joined by underscores, after its class or alone.</summary>
    [GeneratedRegex("`(?:[A-Za-z]+Tests\\.)?([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex Names();
}
