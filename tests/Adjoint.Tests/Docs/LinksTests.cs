using System.Text.RegularExpressions;

namespace Adjoint.Tests.Docs;

public sealed partial class LinksTests
{
    private static IEnumerable<string> Guides =>
        Directory.GetFiles(Path.Combine(ReadmeTests.Root(), "docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file));

    public static TheoryData<string> Pages => ["README.md", "CHANGELOG.md", .. Guides];

    [Fact]
    public void The_index_links_to_every_page()
    {
        string index = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "docs", "README.md"));
        foreach (string page in Guides.Where(page => page != "docs/README.md")) index.ShouldContain($"]({Path.GetFileName(page)})");
        File.ReadAllText(Path.Combine(ReadmeTests.Root(), "README.md")).ShouldContain("](docs/README.md)");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_within_the_repository_leads_somewhere(string page)
    {
        string file = Path.Combine(ReadmeTests.Root(), page);
        foreach (Match link in Links().Matches(File.ReadAllText(file)))
        {
            (string path, string anchor) = (link.Groups["path"].Value, link.Groups["anchor"].Value);
            string target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue(link.Value);
            if (anchor.Length > 0) Headings().Matches(File.ReadAllText(target)).Select(Anchor).ShouldContain(anchor, link.Value);
        }
    }

    /// <summary>What a heading is called in links: lower case, hyphens for spaces, no punctuation.</summary>
    private static string Anchor(Match heading) => string.Concat(
        heading.Groups[1].Value.ToLowerInvariant().Replace(' ', '-').Where(c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)")]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
