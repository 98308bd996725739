using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Adjoint.Nn;

namespace Adjoint.Cli;

/// <summary>A fingerprint of a network's parameters: equal only if every bit is.</summary>
internal static class ParameterDigest
{
    /// <summary>SHA-256 of the float32 values of all parameters, in their order, in lower-case hexadecimal.</summary>
    public static string Of(Module model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor parameter in model.Parameters())
            hash.AppendData(MemoryMarshal.AsBytes<float>(parameter.ToArray<float>()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
