using System.Numerics;

namespace Adjoint.Tests.Kernels;

/// <summary>Numbers for kernels to work on.</summary>
internal static class Samples
{
    /// <summary>Evenly distributed between -1 and 1.</summary>
    public static T[] Numbers<T>(int count, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
        return values;
    }

    public static double[] ToDouble<T>(T[] values)
        where T : INumberBase<T>
        => Array.ConvertAll(values, double.CreateChecked);
}
