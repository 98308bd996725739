namespace Adjoint.Kernels;

/// <summary>Rows to columns, in blocks that registers transpose.</summary>
internal static unsafe class Transposition
{
    /// <summary>target[j * targetStep + i] = source[i * sourceStep + j] for i &lt; rows and j &lt; columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* source, nint sourceStep, int rows, int columns, T* target, nint targetStep) where T : unmanaged
    {
        if (sizeof(T) == sizeof(float) && Interleave.IsSupported && rows >= 4 && columns >= 4)
        {
            // The last block of either axis overlaps the one before.
            for (int i = 0; i < rows; i += 4)
            {
                int row = Math.Min(i, rows - 4);
                float* from = (float*)source + (row * sourceStep), to = (float*)target + row;
                int j = 0;
                for (; j + 4 <= columns; j += 4) Four(from + j, sourceStep, to + (j * targetStep), targetStep);
                if (j < columns) Four(from + (columns - 4), sourceStep, to + ((columns - 4) * targetStep), targetStep);
            }

            return;
        }

        if (sizeof(T) == sizeof(double) && Interleave.IsSupported && rows >= 2 && columns >= 2)
        {
            for (int i = 0; i < rows; i += 2)
            {
                int row = Math.Min(i, rows - 2);
                double* from = (double*)source + (row * sourceStep), to = (double*)target + row;
                int j = 0;
                for (; j + 2 <= columns; j += 2) Two(from + j, sourceStep, to + (j * targetStep), targetStep);
                if (j < columns) Two(from + (columns - 2), sourceStep, to + ((columns - 2) * targetStep), targetStep);
            }

            return;
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) target[(j * targetStep) + i] = source[(i * sourceStep) + j];
        }
    }

    /// <summary>Four rows of four; needs what <see cref="Interleave.IsSupported"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(float* source, nint sourceStep, float* target, nint targetStep)
    {
        Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + sourceStep);
        Vector128<float> r2 = Vector128.Load(source + (2 * sourceStep)), r3 = Vector128.Load(source + (3 * sourceStep));
        Vector128<double> l01 = Interleave.Low(r0, r1).AsDouble(), l23 = Interleave.Low(r2, r3).AsDouble();
        Vector128<double> h01 = Interleave.High(r0, r1).AsDouble(), h23 = Interleave.High(r2, r3).AsDouble();
        Interleave.Low(l01, l23).AsSingle().Store(target);
        Interleave.High(l01, l23).AsSingle().Store(target + targetStep);
        Interleave.Low(h01, h23).AsSingle().Store(target + (2 * targetStep));
        Interleave.High(h01, h23).AsSingle().Store(target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(double* source, nint sourceStep, double* target, nint targetStep)
    {
        Vector128<double> r0 = Vector128.Load(source), r1 = Vector128.Load(source + sourceStep);
        Interleave.Low(r0, r1).Store(target);
        Interleave.High(r0, r1).Store(target + targetStep);
    }
}
