using Adjoint.Data;
using Adjoint.Nn;

namespace Adjoint.Tests.Core;

/// <summary>One seed for everything. The shared generator belongs to the process, so no other test draws from it meanwhile.</summary>
[Collection(nameof(GeneratorTests))]
[CollectionDefinition(nameof(GeneratorTests), DisableParallelization = true)]
public sealed class GeneratorTests
{
    [Fact]
    public void A_seed_of_the_shared_generator_seeds_everything()
    {
        static double[] Program()
        {
            Generator.Shared.ManualSeed(42);
            var net = new Sequential(new Linear(4, 3), new Dropout(0.5), new Conv1d(1, 2, 2));
            Tensor x = Tensor.Randn(2, 1, 4);
            var loader = new DataLoader(new TensorDataset(Tensor.Arange(10, DType.Float32), Tensor.Arange(10)), 3, shuffle: true);
            return
            [
                .. net.Call(x).Detach().To(DType.Float64).Reshape(-1).ToArray<double>(),
                .. loader.SelectMany(batch => batch.Targets.To(DType.Float64).ToArray<double>()),
                .. Tensor.RandPerm(5).To(DType.Float64).ToArray<double>(),
                .. Tensor.RandInt(0, 100, [5]).To(DType.Float64).ToArray<double>(),
                .. Tensor.Poisson(Tensor.Full([3], 5)).To(DType.Float64).ToArray<double>(),
            ];
        }

        double[] first = Program();
        Program().ShouldBe(first);
        Generator.Shared.ManualSeed(43);
        Tensor other = Tensor.Randn(2, 1, 4);
        Generator.Shared.ManualSeed(42);
        Tensor.Randn(2, 1, 4).AllEqual(other).ShouldBeFalse();
    }

    [Fact]
    public void A_seed_starts_at_the_first_stream()
    {
        var random = new Generator(1);
        Tensor.Randn([3], random);
        random.ManualSeed(7UL).ShouldBeSameAs(random);
        random.Seed.ShouldBe(7UL);
        random.Stream.ShouldBe(0UL);
        Tensor.Randn([3], random).AllEqual(Tensor.Randn([3], new Generator(7))).ShouldBeTrue();
        int seed = -1;
        new Generator(seed).Seed.ShouldBe(ulong.MaxValue);
        random.ManualSeed(seed).Seed.ShouldBe(ulong.MaxValue);
    }
}
