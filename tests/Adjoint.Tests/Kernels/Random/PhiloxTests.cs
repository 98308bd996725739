using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>
/// The known answers for philox4x32-10 in tests/kat_vectors of Random123, the library of the generator's authors
/// (https://github.com/DEShawResearch/random123, release 1.14.0).
/// </summary>
public sealed class PhiloxTests
{
    [Fact]
    public void Zeros() => Words(Philox.Block((0, 0, 0, 0), (0, 0))).ShouldBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");

    [Fact]
    public void Ones() => Words(Philox.Block((~0u, ~0u, ~0u, ~0u), (~0u, ~0u)))
        .ShouldBe("408f276d 41c83b0e a20bc7c6 6d5451fd");

    [Fact]
    public void Digits_of_pi() =>
        Words(Philox.Block((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0)))
            .ShouldBe("d16cfe09 94fdcceb 5001e420 24126ea1");

    [Fact]
    public void The_index_is_the_low_half_of_the_counter_and_the_stream_the_high_one() =>
        Words(Philox.Block(seed: 0x299f31d0a4093822, stream: 0x0370734413198a2e, index: 0x85a308d3243f6a88))
            .ShouldBe("d16cfe09 94fdcceb 5001e420 24126ea1");

    [Fact]
    public void Bits_become_numbers_from_zero_to_below_one()
    {
        Philox.ToUniform(0).ShouldBe(0);
        Philox.ToUniform(~0u).ShouldBe(1 - (1f / (1 << 24)));
        Philox.ToUniform(0, 0).ShouldBe(0);
        Philox.ToUniform(~0u, ~0u).ShouldBe(1 - Math.ScaleB(1, -53));
    }

    private static string Words((uint X, uint Y, uint Z, uint W) block) =>
        $"{block.X:x8} {block.Y:x8} {block.Z:x8} {block.W:x8}";

    [Fact]
    public void Bernoulli_is_exact_below_the_bits_of_a_float()
    {
        // 10⁻⁹ is 4.29 parts of 2³².
        var rare = new BernoulliDraw(1e-9);
        // A 4 is decided by the bits of its neighbour: 5 parts of 2³² are below 0.29, and all bits are not.
        rare.Single(3, 4, 5, uint.MaxValue).ShouldBe((1, 1, 0, 0));
        (rare.Single(4, 1 << 30, 9, 9).X, rare.Single(4, 1u << 31, 9, 9).X).ShouldBe((1, 0));

        // 2⁻⁴⁰ is no part of it, but one of 256 of those.
        var rarest = new BernoulliDraw(Math.ScaleB(1, -40));
        (rarest.Single(0, (1 << 24) - 1, 9, 9).X, rarest.Single(0, 1 << 24, 9, 9).X, rarest.Single(1, 0, 9, 9).X).ShouldBe((1, 0, 0));
        rarest.Double(0, 5, 0, 1 << 24).ShouldBe((1, 0));

        new BernoulliDraw(1).Single(uint.MaxValue, uint.MaxValue, 0, 1).ShouldBe((1, 1, 1, 1));
        new BernoulliDraw(0).Single(0, 0, 0, 0).ShouldBe((0, 0, 0, 0));
    }
}
