namespace Adjoint.Tests.Architecture;

/// <summary>Folders are small enough to be read as a list.</summary>
public sealed class FolderTests
{
    private const int MostFiles = 40;

    [Fact]
    public void No_folder_holds_more_files_than_a_reader_can_take_in()
    {
        string[] full =
        [
            .. LibrarySources.Trees.GroupBy(tree => Path.GetDirectoryName(tree.FilePath)).Where(folder => folder.Count() > MostFiles)
                .Select(folder => $"{folder.Key} has {folder.Count()} files"),
        ];

        full.ShouldBeEmpty();
    }
}
