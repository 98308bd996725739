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
}
