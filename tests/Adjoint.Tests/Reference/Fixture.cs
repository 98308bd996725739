using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint.Tests.Reference;

/// <summary>Reads the compressed data files that lie beside the tests.</summary>
internal static class Fixture
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static T Read<T>(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Reference", name));
        using var json = new GZipStream(file, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(json, Options) ?? throw new FormatException($"{name} is empty.");
    }
}
