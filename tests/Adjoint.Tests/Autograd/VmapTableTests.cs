using Adjoint.Ops;

namespace Adjoint.Tests.Autograd;

/// <summary>
/// Every operation of the op table on a batch is the stack of the operation on its slices. There is no list of exceptions:
/// an operation without a batching rule fails here.
/// </summary>
public sealed class VmapTableTests
{
    private const int Size = 3;

    private static readonly Dictionary<string, OpCase> ByName = OpTable.Cases.ToDictionary(c => c.ToString());

    public static TheoryData<string> All => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Values_and_gradients_are_those_of_the_slices(string name)
    {
        OpCase op = ByName[name];
        foreach (bool[] batches in Choices(op.Inputs.Length))
        {
            Tensor[] x = Draw(op, batches);
            int?[] axes = [.. batches.Select(b => b ? 0 : (int?)null)];
            (Tensor y, Tensor?[] gradients) = Differentiate(
                t => Functional.Vmap(s => [op.Apply(s)], axes, randomness: Randomness.Same)(t)[0], x);
            (Tensor expected, Tensor?[] others) = Differentiate(t => Looped(op.Apply, t, batches), x);
            ShouldBeClose(y, expected, name);
            for (int i = 0; i < gradients.Length; i++)
            {
                if (others[i] is null) gradients[i]?.ToArray<double>().ShouldAllBe(g => g == 0);
                else ShouldBeClose(gradients[i]!, others[i]!, $"{name}: gradient {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_derivative_on_a_batch_is_that_of_the_slices(string name)
    {
        OpCase op = ByName[name];
        bool[] real = [.. op.Inputs.Select(i => i.IsReal)];
        if (!real.Contains(true) || !op.Apply(Draw(op, new bool[real.Length])).DType.IsFloatingPoint()) return;
        bool[] batches = [.. real.Select(_ => true)];
        Tensor[] x = [.. Draw(op, batches).Select(t => t.Detach())];

        Tensor[] Pulled(Tensor[] s) => Functional.Vjp(
            r => [op.Apply(Merge(s, r, real))], [.. s.Where((_, i) => real[i])], [Weight(op, s)]).Gradients;

        Tensor[] Pushed(Tensor[] s) => Functional.Jvp(
            r => [op.Apply(Merge(s, r, real))], [.. s.Where((_, i) => real[i])],
            [.. s.Where((_, i) => real[i]).Select(t => t.Sin())]).Tangents;

        foreach (Func<Tensor[], Tensor[]> derivative in (Func<Tensor[], Tensor[]>[])[Pulled, Pushed])
        {
            Tensor[] y = Functional.Vmap(derivative, randomness: Randomness.Same)(x);
            Tensor[][] each = [.. Enumerable.Range(0, Size).Select(b => derivative([.. x.Select(t => t[b])]))];
            for (int k = 0; k < y.Length; k++)
                ShouldBeClose(y[k], Tensor.Stack([.. each.Select(e => e[k])]), $"{name}: derivative {k}");
        }
    }

    /// <summary>All inputs batches, and each alone.</summary>
    private static IEnumerable<bool[]> Choices(int count)
    {
        yield return [.. Enumerable.Repeat(true, count)];
        for (int only = 0; only < count && count > 1; only++) yield return [.. Enumerable.Range(0, count).Select(i => i == only)];
    }

    private static Tensor[] Draw(OpCase op, bool[] batches)
    {
        var random = new Generator(11);
        return [.. op.Inputs.Select((input, i) => (batches[i]
            ? Tensor.Stack([.. Enumerable.Range(0, Size).Select(_ => input.Draw(random))])
            : input.Draw(random)).WithGrad(input.IsReal))];
    }

    private static Tensor Weight(OpCase op, Tensor[] s)
    {
        Tensor y = op.Apply(s);
        return Tensor.Linspace(0.5, 1.5, y.Numel, y.DType).Reshape(y.Shape);
    }

    private static Tensor[] Merge(Tensor[] all, Tensor[] replaced, bool[] real)
    {
        int next = 0;
        return [.. all.Select((t, i) => real[i] ? replaced[next++] : t)];
    }

    private static Tensor Looped(Func<Tensor[], Tensor> apply, Tensor[] x, bool[] batches) => Tensor.Stack(
        [.. Enumerable.Range(0, Size).Select(b => apply([.. x.Select((t, i) => batches[i] ? t[b] : t)]))]);

    private static (Tensor Value, Tensor?[] Gradients) Differentiate(Func<Tensor[], Tensor> function, Tensor[] x)
    {
        Tensor y = function(x);
        Tensor[] real = [.. x.Where(t => t.RequiresGrad)];
        if (!y.RequiresGrad || real.Length == 0) return (y, []);
        Tensor seed = Tensor.Linspace(-1, 2, y.Numel, y.DType).Reshape(y.Shape);
        return (y, Engine.Grad([y], real, [seed], allowUnused: true));
    }

    private static void ShouldBeClose(Tensor actual, Tensor expected, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        actual.DType.ShouldBe(expected.DType, what);
        double[] a = actual.Detach().To(DType.Float64).ToArray<double>();
        double[] e = expected.Detach().To(DType.Float64).ToArray<double>();
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Equals(e[i])) continue;
            a[i].ShouldBe(e[i], 1e-10 * Math.Max(1, Math.Abs(e[i])), $"{what}, element {i}");
        }
    }
}
