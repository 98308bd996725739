namespace Adjoint.Data;

/// <summary>Opens files of the user's: those that have a length and an end, and not folders, devices or pipes.</summary>
internal static class OrdinaryFile
{
    /// <summary>Opens a file, or what a link leads to, for reading.</summary>
    /// <exception cref="DataFormatException">It is a folder, or is empty as devices and pipes seem to be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new DataFormatException($"{path}: is a folder; name the file in it.");
        FileSystemInfo file = new FileInfo(path);
        if (file.Exists) file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;

        // The length is checked before opening, since opening a pipe blocks until it has a writer.
        if (file is FileInfo { Exists: true, Length: 0 }) throw NoFile(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.CanSeek && stream.Length > 0) return stream;
        stream.Dispose();
        throw NoFile(path);
    }

    private static DataFormatException NoFile(string path) => new($"{path}: is empty, or no ordinary file.");
}
