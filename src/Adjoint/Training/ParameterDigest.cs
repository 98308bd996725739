using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>A fingerprint of a network's parameters: equal only if every bit is.</summary>
public static class ParameterDigest
{
    /// <summary>SHA-256 of the values of all parameters, in their order, little-endian.</summary>
    /// <param name="model">The network.</param>
    /// <returns>64 digits in lower-case hexadecimal.</returns>
    /// <exception cref="DTypeException">A parameter is neither float32 nor float64.</exception>
    public static string Of(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor parameter) in model.NamedParameters()) hash.AppendData(Bytes(name, parameter));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<byte> Bytes(string name, Tensor parameter) => parameter.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes<float>(parameter.ToArray<float>()),
        DType.Float64 => MemoryMarshal.AsBytes<double>(parameter.ToArray<double>()),
        _ => throw new DTypeException($"ParameterDigest: {name} is {parameter.DType.Name()}; only float32 and float64 have a digest."),
    };
}
