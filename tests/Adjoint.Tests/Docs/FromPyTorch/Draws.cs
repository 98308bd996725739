namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Draws() =>
    [
        Is("torch.manual_seed", () => Generator.Shared.ManualSeed(42)),
        Is("torch.initial_seed", () => Generator.Shared.Seed),
        Is("Generator.manual_seed", () => new Generator(0).ManualSeed(42)),
        Is("Generator.get_state", () => (Generator.Shared.Seed, Generator.Shared.Stream)),
        Is("torch.randint", () => Tensor.RandInt(0, 10, [2, 3])),
        Is("torch.rand_like", () => Tensor.RandLike(x)),
        Is("torch.randn_like", () => Tensor.RandnLike(x)),
        Is("torch.randint_like", () => Tensor.RandIntLike(x, 0, 10)),
        Is("torch.normal", () => Tensor.Normal(x, y)),
        Is("torch.bernoulli", () => Tensor.Bernoulli(p)),
        Is("torch.poisson", () => Tensor.Poisson(y)),
        Is("torch.multinomial", () => Tensor.Multinomial(p, 2)),
        Is("F.gumbel_softmax", () => x.GumbelSoftmax(hard: true)),
        Is("Tensor.uniform_", () => x.UniformInPlace(-1, 1)),
        Is("Tensor.normal_", () => x.NormalInPlace(0, 2)),
        Is("Tensor.bernoulli_", () => x.BernoulliInPlace(0.3)),
        Is("Tensor.exponential_", () => x.ExponentialInPlace(2)),
        Is("Tensor.cauchy_", () => x.CauchyInPlace()),
        Is("Tensor.log_normal_", () => x.LogNormalInPlace()),
        Is("Tensor.geometric_", () => x.GeometricInPlace(0.5)),
        Is("Tensor.random_", () => x.RandomInPlace(0, 10)),
    ];

    private static PyTorchName[] Creation() =>
    [
        Is("torch.zeros(2, 3, dtype=torch.float64)", () => Tensor.Zeros(2, 3, dtype: DType.Float64)),
        Is("torch.empty", () => Tensor.Empty(2, 3)),
        Is("torch.zeros_like", () => Tensor.ZerosLike(x)),
        Is("torch.ones_like", () => Tensor.OnesLike(x)),
        Is("torch.full_like", () => Tensor.FullLike(x, 2)),
        Is("torch.empty_like", () => Tensor.EmptyLike(x)),
        Is("torch.logspace", () => Tensor.Logspace(0, 2, 3)),
    ];

    private static PyTorchName[] InPlace() =>
    [
        Is("Tensor.sub_", () => x.SubtractInPlace(y)),
        Is("Tensor.div_", () => x.DivideInPlace(y)),
        Is("Tensor.pow_", () => y.PowInPlace(2)),
        Is("Tensor.neg_", () => x.NegativeInPlace()),
        Is("Tensor.abs_", () => x.AbsInPlace()),
        Is("Tensor.exp_", () => x.ExpInPlace()),
        Is("Tensor.log_", () => y.LogInPlace()),
        Is("Tensor.sqrt_", () => y.SqrtInPlace()),
        Is("Tensor.clamp_", () => x.ClampInPlace(-1, 1)),
        Is("Tensor.round_", () => x.RoundInPlace()),
        Is("Tensor.floor_", () => x.FloorInPlace()),
        Is("Tensor.relu_", () => x.ReluInPlace()),
        Is("Tensor.sigmoid_", () => x.SigmoidInPlace()),
        Is("Tensor.tanh_", () => x.TanhInPlace()),
        Is("Tensor.lerp_", () => x.LerpInPlace(y, 0.5)),
    ];
}
