using Adjoint.Tests.Autograd;

namespace Adjoint.Tests.Reference;

/// <summary>Jacobians, Hessians and their products against torch.autograd.functional; functional.py writes the data.</summary>
public sealed class FunctionalTests
{
    private static readonly FunctionalData Data = Fixture.Read<FunctionalData>("functional.json.gz");

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, Data.Programs.Length)];

    public static TheoryData<string> Networks => [.. Data.Networks.Select(n => n.Name)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Random_programs_have_the_derivatives_of_PyTorch(int number)
    {
        ReferenceProgram p = Data.Programs[number];
        Tensor x = Tensor.Wrap(p.X);
        Tensor v = Tensor.Wrap(p.V);
        Func<Tensor, Tensor> f = t => ScalarProgram.Run(p.Steps, t);
        Func<Tensor, Tensor> sum = t => f(t).Sum();
        Close(f(x), p.Y, "value");
        Close(Functional.Jacobian(f, x, JacobianMode.Forward), p.Jacobian, "Jacobian, forward");
        Close(Functional.Jacobian(f, x, JacobianMode.Reverse), p.Jacobian, "Jacobian, reverse");
        Close(Functional.Hessian(sum, x), p.Hessian, "Hessian");
        Close(Functional.Hvp(sum, x, v).Product, p.Hvp, "Hvp");
        Close(Functional.Jvp(f, x, v).Tangent, p.Jvp, "Jvp");
        Close(Functional.Vjp(f, x, v).Gradient, p.Vjp, "Vjp");
        Functional.Laplacian(sum, x).Item().ShouldBe(
            Enumerable.Range(0, x.Numel).Sum(i => p.Hessian[(i * x.Numel) + i]), 1e-9 * Math.Max(1, p.Hessian.Max(Math.Abs)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Small_networks_have_the_Hessian_of_PyTorch(string name)
    {
        ReferenceNetwork n = Data.Networks.Single(d => d.Name == name);
        Tensor x = n.X.Lay(DType.Float64);
        Tensor classes = Tensor.Of<long>(n.Classes);
        Tensor[] parameters = [.. n.Parameters.Select(p => p.Lay(DType.Float64))];
        Tensor[] v = [.. n.V.Select(p => p.Lay(DType.Float64))];
        Func<Tensor, Tensor[], Tensor> net = name == "dense" ? Dense : Convolution;
        Func<Tensor[], Tensor> loss = p => net(x, p).CrossEntropy(classes);
        (Tensor value, Tensor[] gradients) = Functional.ValueAndGradient(loss, parameters);
        value.Item().ShouldBe(n.Loss, 1e-12);
        foreach (bool vectorize in new[] { true, false })
        {
            Tensor[][] hessian = Functional.Hessian(loss, parameters, vectorize);
            for (int i = 0; i < parameters.Length; i++)
                for (int j = 0; j < parameters.Length; j++)
                    Close(hessian[i][j], n.Hessian[i][j], $"Hessian block {i}, {j}");
        }

        Tensor[] products = Functional.Hvp(loss, parameters, v).Products;
        for (int i = 0; i < parameters.Length; i++)
        {
            Close(gradients[i], n.Gradients[i], $"gradient {i}");
            Close(products[i], n.Hvp[i], $"Hvp {i}");
        }

        Close(Functional.Jacobian(t => net(t, parameters), x, JacobianMode.Forward), n.Jacobian, "Jacobian, forward");
        Close(Functional.Jacobian(t => net(t, parameters), x, JacobianMode.Reverse), n.Jacobian, "Jacobian, reverse");
    }

    private static Tensor Dense(Tensor x, Tensor[] p) => x.Linear(p[0], p[1]).Tanh().Linear(p[2], p[3]);

    private static Tensor Convolution(Tensor x, Tensor[] p) =>
        x.Conv2d(p[0], p[1], padding: 1).Gelu().AvgPool2d(2).Flatten(1).Linear(p[2], p[3]);

    private static void Close(Tensor actual, double[] expected, string what)
    {
        double[] found = actual.ToArray<double>();
        found.Length.ShouldBe(expected.Length, what);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i], 1e-9 * scale, $"{what}, element {i}");
    }
}

/// <summary>What functional.py writes.</summary>
public sealed record FunctionalData(ReferenceProgram[] Programs, ReferenceNetwork[] Networks);

/// <summary>A random program on a vector, and its derivatives; flat, row-major.</summary>
public sealed record ReferenceProgram(
    ProgramStep[] Steps, double[] X, double[] V, double[] Y, double[] Jacobian, double[] Hessian, double[] Hvp, double[] Jvp, double[] Vjp);

/// <summary>A network's loss as a function of its parameters, and its derivatives.</summary>
public sealed record ReferenceNetwork(
    string Name, ReferenceTensor X, long[] Classes, ReferenceTensor[] Parameters, ReferenceTensor[] V, double Loss,
    double[][] Gradients, double[][][] Hessian, double[][] Hvp, double[] Jacobian);
