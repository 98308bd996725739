namespace Adjoint.Tests.Docs;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("ChainRule")]
    [InlineData("Digits")]
    public void The_code_in_the_readme_is_that_of_an_example(string example)
    {
        string root = Root();
        string program = File.ReadAllText(Path.Combine(root, "examples", example, "Program.cs"));
        File.ReadAllText(Path.Combine(root, "README.md")).ShouldContain($"```csharp\n{program}```");
    }

    internal static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Adjoint.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
