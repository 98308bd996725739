using Adjoint.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Tests.Architecture;

/// <summary>The sources of the library, parsed and bound.</summary>
internal static class LibrarySources
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Globalization;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Numerics;
        global using System.Runtime.CompilerServices;
        global using System.Runtime.InteropServices;
        global using System.Runtime.Intrinsics;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Adjoint.Core;
        global using Adjoint.Kernels;
        global using Adjoint.Notation;
        """;

    private static readonly string Root = Path.Combine(ReadmeTests.Root(), "src", "Adjoint");

    /// <summary>All source files, their paths relative to src/Adjoint and with forward slashes.</summary>
    public static IReadOnlyList<SyntaxTree> Trees { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(Root, path).Replace('\\', '/')))
            .Where(file => Rooms.Has(RoomOf(file.Name)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), path: file.Name)),
    ];

    /// <summary>The folders under src/Adjoint that have sources and are not made by the build.</summary>
    public static IEnumerable<string> Folders() => Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)!)
        .Where(name => name is not ("bin" or "obj" or "buildTransitive"));

    /// <summary>Lets the compiler find out what each name means.</summary>
    public static CSharpCompilation Bind() => CSharpCompilation.Create(
        "Adjoint.Read",
        [.. Trees, CSharpSyntaxTree.ParseText(ImplicitUsings)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    /// <summary>The room of a file: its top folder; empty for one in no folder.</summary>
    /// <param name="path">Its path relative to src/Adjoint.</param>
    public static string RoomOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is > 0 and int end ? path[..end] : "";
}
