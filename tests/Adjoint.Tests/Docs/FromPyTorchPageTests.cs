using System.Text;
using Adjoint.Tests.Docs.FromPyTorch;

namespace Adjoint.Tests.Docs;

/// <summary>docs/from-pytorch.md is written from expressions that compile and run.</summary>
public sealed class FromPyTorchPageTests
{
    private const string Variable = "ADJOINT_WRITE_PAGES";
    private static readonly string Page = Path.Combine(ReadmeTests.Root(), "docs", "from-pytorch.md");

    public static TheoryData<string> Names => [.. PyTorchNames.Groups.SelectMany(group => group.Names).Select(name => name.Name)];

    /// <summary>With the variable ADJOINT_WRITE_PAGES the page is written instead.</summary>
    [Fact]
    public void The_page_is_what_the_expressions_say()
    {
        string text = Write();
        if (Environment.GetEnvironmentVariable(Variable) is not null) File.WriteAllText(Page, text);
        File.ReadAllText(Page).ShouldBe(text, $"Set {Variable}=1 and run this test: it writes the page anew.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_stands_beside_a_name_runs(string name)
    {
        PyTorchName row = PyTorchNames.Groups.SelectMany(group => group.Names).Single(row => row.Name == name);
        if (row.Run() is Tensor tensor) _ = tensor.Evaluate();
    }

    [Fact]
    public void There_are_names_enough_and_none_twice()
    {
        string[] names = [.. PyTorchNames.Groups.SelectMany(group => group.Names).Select(name => name.Name)];
        names.ShouldBeUnique();
        names.Length.ShouldBeGreaterThanOrEqualTo(330);
    }

    private static string Write()
    {
        var page = new StringBuilder("""
            # From PyTorch

            What a name of PyTorch's is called here. Each expression is compiled and run by a test, from which this page is written,
            so none can be out of date. In them `x` and `y` are matrices, `v` and `w` vectors, `p` probabilities, `A` a square
            matrix, `batch` and `image` have more axes, `mask` is a tensor of truths, `index` and `labels` of integers, and `leaf`
            requires a gradient.

            What differs throughout: names are in C#'s casing, `dim` is `axis` and `keepdim` is `keepDims`; what PyTorch does in
            place with a trailing underscore ends in `InPlace` here; a layer is applied with `layer.Call(x)`; there are no devices.

            """);
        foreach (PyTorchGroup group in PyTorchNames.Groups)
        {
            page.Append($"\n## {group.Title}\n\n| PyTorch | here |\n|---|---|\n");
            foreach (PyTorchName name in group.Names)
                page.Append($"| `{Cell(name.Name)}` | `{Cell(name.Here)}` |\n");
        }

        return page.ToString();
    }

    private static string Cell(string code) => code.Replace("|", "\\|", StringComparison.Ordinal);
}
