using Adjoint.Tests.Docs;

namespace Adjoint.Tests.Architecture;

/// <summary>What the formatter does not check.</summary>
public sealed class SourceStyleTests
{
    /// <summary>As in .editorconfig.</summary>
    private const int LongestLine = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_is_too_long(string folder)
    {
        string root = ReadmeTests.Root();
        string[] tooLong =
        [
            .. Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace('\\', '/')))
                .Where(file => !file.Name.Split('/').Any(part => part is "bin" or "obj"))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .SelectMany(file => File.ReadLines(file.Path).Index()
                    .Where(line => line.Item.Length > LongestLine)
                    .Select(line => $"{file.Name}:{line.Index + 1}: {line.Item.Length} characters")),
        ];

        tooLong.ShouldBeEmpty(string.Join('\n', tooLong));
    }
}
