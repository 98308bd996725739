namespace Adjoint.Tests.Ops.Contractions;

/// <summary>Einstein's summation against the sum written out.</summary>
public sealed class EinsumTests
{
    [Fact]
    public void Random_equations_are_the_sum_over_all_indices()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] sizes = [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, 4))];
            int operands = random.Next(1, 5);
            var terms = new string[operands];
            var x = new Tensor[operands];
            for (int i = 0; i < operands; i++)
            {
                int[] labels = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(5))];
                terms[i] = new string([.. labels.Select(label => (char)('a' + label))]);
                // Now and then an axis of size 1, which broadcasts; within an operand sizes of one label agree.
                bool isOne = random.Next(4) == 0;
                int one = random.Next(5);
                int[] shape = [.. labels.Select(label => isOne && label == one ? 1 : sizes[label])];
                x[i] = Tensor.Normal(shape, generator: new Generator((ulong)((trial * 10) + i)), dtype: DType.Float64);
            }

            char[] used = [.. string.Concat(terms).Distinct().Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next())];
            string equation = $"{string.Join(',', terms)}->{new string(used)}";
            Tensor found = Tensor.Einsum(equation, x);
            double[] expected = Written(terms, used, x, out int[] resultShape);
            found.Shape.ShouldBe(Shape.Create(resultShape), equation);
            double[] values = found.ToArray<double>();
            for (int i = 0; i < values.Length; i++) values[i].ShouldBe(expected[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])), equation);
        }
    }

    [Fact]
    public void Many_operands_are_multiplied_in_a_good_order()
    {
        // From the left, the chain would make matrices of 200 × 200.
        Tensor[] chain =
            [.. Enumerable.Range(0, 12).Select(i => Tensor.Normal(i % 2 == 0 ? [200, 2] : [2, 200], generator: new Generator((ulong)i)))];
        string letters = "abcdefghijklm";
        string equation = string.Join(',', chain.Select((_, i) => letters.Substring(i, 2))) + "->am";
        Tensor y = Tensor.Einsum(equation, chain);
        Tensor expected = chain[0].MatMul(chain[1..].Aggregate((a, b) => a.MatMul(b)));
        (y - expected).Abs().Max().Item().ShouldBeLessThan(1e-3 * expected.Abs().Max().Item());
    }

    [Fact]
    public void Integers_and_truths_are_multiplied_as_integers()
    {
        Tensor a = Tensor.Of(1L << 40, 3, 5, 7).Reshape(2, 2), b = Tensor.Of(1L, 2, 1 << 20, 4).Reshape(2, 2);
        Tensor.Einsum("ij,jk->ik", a, b).ToArray<long>().ShouldBe(a.MatMul(b).ToArray<long>());
        a.MatMul(b).ToArray<long>().ShouldBe([(1L << 40) + (3 << 20), (1L << 41) + 12, 5 + (7 << 20), 38]);
        Tensor.Of(200, 100).To(DType.UInt8).Dot(Tensor.Of(1, 1).To(DType.UInt8)).Item().ShouldBe(300 % 256);
        Tensor wide = Tensor.Arange(3 * 77).Reshape(3, 77), tall = Tensor.Arange(77 * 100).Reshape(77, 100) - 3000;
        Tensor.Einsum("ij,jk->ik", wide, tall).ToArray<long>()
            .ShouldBe(wide.To(DType.Float64).MatMul(tall.To(DType.Float64)).ToArray<double>().Select(sum => (long)sum));
        Tensor.Einsum("i->", Tensor.Of(1, 2, 3)).DType.ShouldBe(DType.Int32);
        Tensor.Einsum("ij,j", Tensor.Of(1, 2, 3, 4).Reshape(2, 2), Tensor.Of(0.5, 1)).DType.ShouldBe(DType.Float64);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Message(() => Tensor.Einsum("ij,jk", x)).ShouldBe("Einsum: \"ij,jk\" has 2 operands, but 1 were given.");
        Message(() => Tensor.Einsum("ijk", x)).ShouldStartWith(
            "Einsum: \"ijk\" in \"ijk\" names 3 axes, but the operand's shape is [2, 3]");
        Message(() => Tensor.Einsum("ij->k", x)).ShouldBe("Einsum: the output of \"ij->k\" has an index k that no operand has.");
        Message(() => Tensor.Einsum("ij->ii", x)).ShouldStartWith("Einsum: the output of \"ij->ii\" has an index twice");
        Message(() => Tensor.Einsum("i1", x)).ShouldContain("is not made of letters");
        Message(() => Tensor.Einsum("ii", x)).ShouldContain("whose sizes differ");
        Message(() => Tensor.Einsum("ij,ij", x, Tensor.Zeros([2, 4]))).ShouldContain("has size 4, but its index has size 3 elsewhere");
        Message(() => Tensor.Einsum("......", x)).ShouldContain("at most one ellipsis");
        Message(() => x.Mm(x)).ShouldBe("Mm: takes [n, k] and [k, m], not [2, 3] and [2, 3].");
        Message(() => Tensor.Zeros([3]).Trace()).ShouldStartWith("Trace: takes a matrix, not [3]");
    }

    [Fact]
    public void With_beta_0_what_is_added_to_does_not_count()
    {
        Tensor x = Tensor.Full([2, 2], double.NaN, DType.Float64), a = Tensor.Ones([2, 2], DType.Float64);
        x.Addmm(a, a, beta: 0).ToArray<double>().ShouldBe([2, 2, 2, 2]);
        Message(() => Tensor.Zeros([3, 3]).Addmm(Tensor.Zeros([2, 2]), Tensor.Zeros([2, 2]))).ShouldStartWith("Addmm: ");
        Message(() => x.Addr(a, a)).ShouldStartWith("Addr: takes two vectors");
        Tensor.Of(1, 2).Addmv(Tensor.Of(1, 2, 3, 4).Reshape(2, 2), Tensor.Of(1, 1), 2, 3).ToArray<int>().ShouldBe([11, 25]);
    }

    private static string Message(Func<object> call)
    {
        try
        {
            call();
        }
        catch (ShapeException e)
        {
            return e.Message;
        }

        return null!;
    }

    private static double[] Written(string[] terms, char[] output, Tensor[] x, out int[] shape)
    {
        char[] labels = [.. string.Concat(terms).Distinct()];
        int SizeOf(char label) => terms.SelectMany((t, i) => t.Select((c, axis) => c == label ? x[i].Shape[axis] : 1)).Max();
        int[] sizes = [.. labels.Select(SizeOf)];
        shape = [.. output.Select(SizeOf)];
        double[] result = new double[shape.Aggregate(1, (a, b) => a * b)];
        int count = sizes.Aggregate(1, (a, b) => a * b);
        double[][] values = [.. x.Select(t => t.ToArray<double>())];
        for (int at = 0; at < count; at++)
        {
            var place = new Dictionary<char, int>();
            for (int i = 0, rest = at; i < labels.Length; rest /= sizes[i++]) place[labels[i]] = rest % sizes[i];
            double product = 1;
            for (int i = 0; i < terms.Length; i++)
            {
                int offset = 0;
                for (int axis = 0; axis < terms[i].Length; axis++)
                    offset = (offset * x[i].Shape[axis]) + (x[i].Shape[axis] == 1 ? 0 : place[terms[i][axis]]);
                product *= values[i][offset];
            }

            int to = 0;
            for (int i = 0; i < output.Length; i++) to = (to * shape[i]) + place[output[i]];
            result[to] += product;
        }

        return result;
    }
}
