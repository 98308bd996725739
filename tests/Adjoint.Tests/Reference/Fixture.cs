using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint.Tests.Reference;

/// <summary>Reads the compressed data files that are embedded in this assembly.</summary>
internal static class Fixture
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static T Read<T>(string name)
    {
        using Stream file = typeof(Fixture).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"{name} is not embedded in the tests.");
        using var json = new GZipStream(file, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(json, Options) ?? throw new FormatException($"{name} is empty.");
    }
}
