using System.Security.Cryptography;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>A fingerprint of a network's parameters: equal only if every bit is.</summary>
public static class ParameterDigest
{
    /// <summary>SHA-256 of the values of all parameters, in their order, little-endian.</summary>
    /// <param name="model">The network.</param>
    /// <returns>64 digits in lower-case hexadecimal.</returns>
    /// <exception cref="DTypeException">A parameter does not hold real numbers.</exception>
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
        DType.Float16 => MemoryMarshal.AsBytes<Half>(parameter.ToArray<Half>()),
        DType.BFloat16 => MemoryMarshal.AsBytes<BFloat16>(parameter.ToArray<BFloat16>()),
        _ => throw new DTypeException($"ParameterDigest: {name} is {parameter.DType.Name()}; only real numbers have a digest."),
    };
}
