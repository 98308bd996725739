namespace Adjoint.Tests.Docs;

public sealed class OperationPageTests
{
    [Fact]
    public void The_examples_of_the_page_are_compiled_and_tested_elsewhere()
    {
        string root = ReadmeTests.Root();
        string code = string.Join('\n', Directory.GetFiles(Path.Combine(root, "tests", "Adjoint.Outside.Tests"), "*.cs")
            .SelectMany(File.ReadLines).Select(line => line.Trim()));
        string page = File.ReadAllText(Path.Combine(root, "docs", "adding-an-operation.md"));
        string[] blocks = [.. page.Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0])];
        blocks.Length.ShouldBe(5);
        foreach (string line in string.Concat(blocks).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            code.ShouldContain(line);
    }
}
