namespace Adjoint.Kernels;

/// <summary>
/// Transforms of several rows at once, interleaved: point j of row l is number j · rows + l, of real parts and of imaginary parts after
/// them.
/// </summary>
internal static unsafe class FourierPasses
{
    private static readonly double Sin60 = Math.Sqrt(0.75);
    private static readonly double Cos72 = (Math.Sqrt(5) - 1) / 4;
    private static readonly double Cos144 = (-Math.Sqrt(5) - 1) / 4;
    private static readonly double Sin72 = Math.Sqrt((5 + Math.Sqrt(5)) / 8);
    private static readonly double Sin144 = Math.Sqrt((5 - Math.Sqrt(5)) / 8);

    /// <summary>The sum over j of x[j]·exp(−2πijk/n).</summary>
    /// <param name="plan">The plan of the length.</param>
    /// <param name="memory">Room for 4 · size numbers: the rows first, their imaginary parts after size, and as much to work in.</param>
    /// <param name="size">Numbers of one part: at least the plan's room times the rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <returns>Where the result begins within the memory; its imaginary parts are after size.</returns>
    public static double* Run(FourierPlan plan, double* memory, nint size, int rows)
    {
        if (plan.Inner is not null) return Convolve(plan, memory, size, rows);
        double* from = memory;
        double* to = memory + (2 * size);
        int length = plan.Length;
        int inner = rows;
        foreach (int radix in plan.Radices)
        {
            int step = plan.Length / length;
            length /= radix;
            for (int p = 0; p < length; p++)
            {
                var pass = new Pass(from, to, size, inner, p, length, radix, plan, step);
                switch (radix)
                {
                    case 2: pass.Two(); break;
                    case 3: pass.Three(); break;
                    case 4: pass.Four(); break;
                    default: pass.Five(); break;
                }
            }

            inner *= radix;
            double* other = from;
            from = to;
            to = other;
        }

        return from;
    }

    private static double* Convolve(FourierPlan plan, double* memory, nint size, int rows)
    {
        FourierPlan inner = plan.Inner!;
        double* im = memory + size;
        Turn(memory, im, plan.ChirpCosines, plan.ChirpSines, plan.Length, rows);
        nint known = (nint)plan.Length * rows;
        nint whole = (nint)inner.Length * rows;
        for (nint i = known; i < whole; i++) (memory[i], im[i]) = (0, 0);
        double* y = Run(inner, memory, size, rows);
        Turn(y, y + size, plan.FilterReal, plan.FilterImaginary, inner.Length, rows);

        // Backwards by exchanging real and imaginary parts.
        for (nint i = 0; i < whole; i++) (y[i], y[size + i]) = (y[size + i], y[i]);
        if (y != memory)
        {
            NativeMemory.Copy(y, memory, (nuint)(2 * size * sizeof(double)));
            y = memory;
        }

        double* z = Run(inner, y, size, rows);
        for (nint i = 0; i < known; i++) (z[i], z[size + i]) = (z[size + i], z[i]);
        Turn(z, z + size, plan.ChirpCosines, plan.ChirpSines, plan.Length, rows);
        return z;
    }

    /// <summary>Multiplies each point by a complex number.</summary>
    private static void Turn(double* re, double* im, double[] cosines, double[] sines, int count, int rows)
    {
        for (int j = 0; j < count; j++)
        {
            (double c, double s) = (cosines[j], sines[j]);
            for (nint i = (nint)j * rows; i < (nint)(j + 1) * rows; i++)
                (re[i], im[i]) = ((re[i] * c) - (im[i] * s), (re[i] * s) + (im[i] * c));
        }
    }

    /// <summary>One butterfly of a pass, for all rows and all that earlier passes have interleaved.</summary>
    private readonly ref struct Pass(
        double* from, double* to, nint size, int inner, int p, int length, int radix, FourierPlan plan, int step)
    {
        private readonly double* x = from + ((nint)p * inner);
        private readonly double* y = to + ((nint)p * radix * inner);
        private readonly nint apart = (nint)length * inner;

        public void Two()
        {
            (Number w, int width) = (Root(1), Vector<double>.Count);
            for (int q = 0; q < inner;)
            {
                bool whole = q <= inner - width;
                (Number a, Number b) = (Take(0, q, whole), Take(1, q, whole));
                Give(0, q, a + b, whole);
                Give(1, q, (a - b) * w, whole);
                q += whole ? width : 1;
            }
        }

        public void Three()
        {
            (Number w1, Number w2, int width) = (Root(1), Root(2), Vector<double>.Count);
            for (int q = 0; q < inner;)
            {
                bool whole = q <= inner - width;
                (Number a, Number b, Number c) = (Take(0, q, whole), Take(1, q, whole), Take(2, q, whole));
                Number sum = b + c;
                Number middle = a - (sum * 0.5);
                Number turned = ((b - c) * Sin60).Back();
                Give(0, q, a + sum, whole);
                Give(1, q, (middle + turned) * w1, whole);
                Give(2, q, (middle - turned) * w2, whole);
                q += whole ? width : 1;
            }
        }

        public void Four()
        {
            (Number w1, Number w2, Number w3, int width) = (Root(1), Root(2), Root(3), Vector<double>.Count);
            for (int q = 0; q < inner;)
            {
                bool whole = q <= inner - width;
                (Number a, Number b) = (Take(0, q, whole), Take(1, q, whole));
                (Number c, Number d) = (Take(2, q, whole), Take(3, q, whole));
                (Number ac, Number bd) = (a + c, b + d);
                (Number left, Number right) = (a - c, (b - d).Back());
                Give(0, q, ac + bd, whole);
                Give(1, q, (left + right) * w1, whole);
                Give(2, q, (ac - bd) * w2, whole);
                Give(3, q, (left - right) * w3, whole);
                q += whole ? width : 1;
            }
        }

        public void Five()
        {
            (Number w1, Number w2, Number w3, Number w4) = (Root(1), Root(2), Root(3), Root(4));
            int width = Vector<double>.Count;
            for (int q = 0; q < inner;)
            {
                bool whole = q <= inner - width;
                Number a = Take(0, q, whole);
                (Number b, Number c) = (Take(1, q, whole), Take(2, q, whole));
                (Number d, Number e) = (Take(3, q, whole), Take(4, q, whole));
                (Number be, Number cd) = (b + e, c + d);
                Number first = a + (be * Cos72) + (cd * Cos144);
                Number second = a + (be * Cos144) + (cd * Cos72);
                Number turned1 = (((b - e) * Sin72) + ((c - d) * Sin144)).Back();
                Number turned2 = (((b - e) * Sin144) - ((c - d) * Sin72)).Back();
                Give(0, q, a + be + cd, whole);
                Give(1, q, (first + turned1) * w1, whole);
                Give(2, q, (second + turned2) * w2, whole);
                Give(3, q, (second - turned2) * w3, whole);
                Give(4, q, (first - turned1) * w4, whole);
                q += whole ? width : 1;
            }
        }

        private Number Root(int j)
        {
            int at = (int)((long)j * p * step % plan.Length);
            return new Number(new Vector<double>(plan.Cosines[at]), new Vector<double>(plan.Sines[at]));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Number Take(int k, int q, bool whole) => whole ? Load(k, q) : Pick(k, q);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Give(int k, int q, Number value, bool whole)
        {
            if (whole) Store(k, q, value);
            else Put(k, q, value);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Number Load(int k, int q)
        {
            double* at = x + (k * apart) + q;
            return new Number(Unsafe.ReadUnaligned<Vector<double>>(at), Unsafe.ReadUnaligned<Vector<double>>(at + size));
        }

        private Number Pick(int k, int q)
        {
            double* at = x + (k * apart) + q;
            return new Number(new Vector<double>(*at), new Vector<double>(at[size]));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Store(int k, int q, Number value)
        {
            double* at = y + ((nint)k * inner) + q;
            Unsafe.WriteUnaligned(at, value.Real);
            Unsafe.WriteUnaligned(at + size, value.Imaginary);
        }

        private void Put(int k, int q, Number value)
        {
            double* at = y + ((nint)k * inner) + q;
            (*at, at[size]) = (value.Real[0], value.Imaginary[0]);
        }
    }

    /// <summary>Complex numbers side by side.</summary>
    private readonly struct Number(Vector<double> real, Vector<double> imaginary)
    {
        public readonly Vector<double> Real = real;
        public readonly Vector<double> Imaginary = imaginary;

        public static Number operator +(Number a, Number b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

        public static Number operator -(Number a, Number b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

        public static Number operator *(Number a, double b) => new(a.Real * b, a.Imaginary * b);

        public static Number operator *(Number a, Number b) =>
            new((a.Real * b.Real) - (a.Imaginary * b.Imaginary), (a.Real * b.Imaginary) + (a.Imaginary * b.Real));

        /// <summary>Times −i.</summary>
        public Number Back() => new(Imaginary, -Real);
    }
}
