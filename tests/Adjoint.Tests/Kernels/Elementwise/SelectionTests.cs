using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public sealed class SelectionTests
{
    public static TheoryData<int> Counts => [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Comparisons_match_a_plain_loop_for_every_type(int count)
    {
        Compare<float>(count);
        Compare<double>(count);
        Compare<int>(count);
        Compare<long>(count);
        Compare<byte>(count);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Choices_match_a_plain_loop_for_every_size(int count)
    {
        Select<byte>(count);
        Select<int>(count);
        Select<long>(count);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_gate_lets_through_where_the_second_is_above_zero_or_nan(int count)
    {
        float[] control = [-1, 0, -0f, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        float[] b = [.. Enumerable.Range(0, count).Select(i => control[i % control.Length])];
        float[] a = [.. Enumerable.Range(1, count).Select(i => (float)i)];
        var y = new float[count];
        Selection.Gate<float>(a, b, y);
        for (int i = 0; i < count; i++) y[i].ShouldBe(b[i] <= 0 ? 0 : a[i]);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Signs_and_positive_parts_match_a_plain_loop(int count)
    {
        double[] special = [-2, -0.0, 0, 3, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        double[] signs = [-1, 0, 0, 1, double.NaN, 1, -1];
        double[] x = [.. Enumerable.Range(0, count).Select(i => special[i % special.Length])];
        var sign = new double[count];
        var kept = new double[count];
        Array.Fill(kept, -7);
        Selection.Sign<double>(x, sign);
        Selection.KeepPositive<double>(x, kept);
        for (int i = 0; i < count; i++)
        {
            sign[i].ShouldBe(signs[i % signs.Length]);
            kept[i].ShouldBe(x[i] > 0 ? x[i] : -7);
        }
    }

    private static void Compare<T>(int count) where T : unmanaged, System.Numerics.INumber<T>
    {
        var random = new Random(count);
        T[] a = [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
        T[] b = [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
        Check<Selection.Equal<T>>((p, q) => p == q);
        Check<Selection.NotEqual<T>>((p, q) => p != q);
        Check<Selection.Less<T>>((p, q) => p < q);
        Check<Selection.LessEqual<T>>((p, q) => p <= q);

        void Check<TRelation>(Func<T, T, bool> holds) where TRelation : struct, Selection.IRelation<T>
        {
            var y = new byte[count];
            Selection.Compare<T, TRelation>(a, b, y);
            for (int i = 0; i < count; i++) y[i].ShouldBe(holds(a[i], b[i]) ? (byte)1 : (byte)0);
        }

        static T Draw(Random random) =>
            random.Next(8) == 0 && typeof(T) == typeof(float) ? (T)(object)float.NaN
            : random.Next(8) == 0 && typeof(T) == typeof(double) ? (T)(object)double.NaN
            : T.CreateTruncating(random.Next(0, 3));
    }

    private static void Select<T>(int count) where T : unmanaged, System.Numerics.INumber<T>
    {
        var random = new Random(count);
        byte[] condition = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(2))];
        T[] a = [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(i))];
        T[] b = [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(i + 100))];
        var y = new T[count];
        Selection.Select<T>(condition, a, b, y);
        for (int i = 0; i < count; i++) y[i].ShouldBe(condition[i] != 0 ? a[i] : b[i]);
    }
}
