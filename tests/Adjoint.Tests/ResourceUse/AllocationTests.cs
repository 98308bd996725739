using Adjoint.Memory;

namespace Adjoint.Tests.ResourceUse;

/// <summary>What cannot be allocated is refused with its size, and changes nothing.</summary>
public sealed class AllocationTests
{
    private const long Megabyte = 1 << 20;

    public static TheoryData<string> TooLarge => [.. Attempts.Keys];

    private static readonly Dictionary<string, Action> Attempts = new()
    {
        ["zeros"] = () => Tensor.Zeros([int.MaxValue], DType.Float64),
        ["a range"] = () => Tensor.Arange(int.MaxValue),
        ["a range of too many"] = () => Tensor.Arange(0, 1e12),
        ["evenly spaced numbers"] = () => Tensor.Linspace(0, 1, int.MaxValue, DType.Float64),
        ["random numbers"] = () => Tensor.Uniform([int.MaxValue], dtype: DType.Float64),
        ["a square"] = () => Tensor.Eye(100_000),
        ["a concatenation"] = () => Tensor.Concat([Stretched(1_500_000_000), Stretched(1_500_000_000)]),
        ["a stack"] = () => Tensor.Stack([Stretched(1_500_000_000), Stretched(1_500_000_000)]),
        ["a cast"] = () => Stretched(int.MaxValue).To(DType.Float64),
        ["a copy"] = () => Stretched(int.MaxValue, DType.Float64).Clone(),
        ["an elementwise function"] = () => Stretched(int.MaxValue, DType.Float64).Exp().Evaluate(),
        ["a sum"] = () => (Stretched(int.MaxValue, DType.Float64) + Tensor.Ones([1], DType.Float64)).Evaluate(),
        ["an outer product"] = () => (Stretched(60_000).Unsqueeze(1) * Stretched(60_000)).Evaluate(),
        ["a matrix product"] = () => Stretched(60_000).Unsqueeze(1).MatMul(Stretched(60_000).Unsqueeze(0)),
        ["an array"] = () => Stretched(int.MaxValue, DType.UInt8).ToArray<byte>(),
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void Sizes_beyond_a_tensor_are_refused_in_the_librarys_words(string attempt) =>
        Should.Throw<AdjointException>(Attempts[attempt]).Message.Length.ShouldBeGreaterThan(20);

    [Fact]
    public void The_message_has_the_operation_and_the_sizes()
    {
        string message = Should.Throw<AllocationException>(() => Stretched(int.MaxValue).To(DType.Float64)).Message;
        message.ShouldContain("[2147483647]");
        message.ShouldContain("16 GiB");
    }

    [Fact]
    public void A_failed_allocation_leaves_the_counts_as_they_were()
    {
        var pool = new BufferPool();
        PooledBuffer live = pool.Rent(10 * Megabyte);
        Func<int, PooledMemory> source = pool.Source;
        pool.Source = _ => throw new InsufficientMemoryException();
        for (int i = 0; i < 2; i++)
            Should.Throw<AllocationException>(() => pool.Rent(8L << 30)).Message.ShouldContain("8 GiB");
        (pool.Rented, pool.Reserved).ShouldBe((10 * Megabyte, 10 * Megabyte));

        // Nor does it collect more often than before.
        pool.Source = source;
        int before = pool.Collections;
        for (int i = 0; i < 200; i++) pool.Rent(Megabyte).Dispose();
        for (int i = 0; i < 20; i++) pool.Rent((20 + i) * Megabyte / 4).Dispose();
        (pool.Collections - before).ShouldBeLessThan(3);
        live.Dispose();
    }

    [Fact]
    public void Idle_memory_is_given_up_where_there_is_no_other()
    {
        var pool = new BufferPool();
        PooledBuffer[] idle = [.. Enumerable.Range(0, 10).Select(_ => pool.Rent(4 * Megabyte))];
        foreach (PooledBuffer buffer in idle) buffer.Dispose();
        Func<int, PooledMemory> source = pool.Source;
        int asked = 0;
        pool.Source = index => ++asked == 1 ? throw new InsufficientMemoryException() : source(index);
        using PooledBuffer large = pool.Rent(32 * Megabyte);
        asked.ShouldBe(2);
        (pool.Rented, pool.Reserved).ShouldBe((32 * Megabyte, 32 * Megabyte));
    }

    private static Tensor Stretched(int count, DType type = DType.Float32) => Tensor.Ones([1], type).Expand(count);
}
