using System.Text.RegularExpressions;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Outside.Tests;

/// <summary>The code of docs/differentiation.md, with what it claims.</summary>
public sealed partial class DifferentiationGuideTests
{
    [Fact]
    public void Every_example_of_the_page_is_code_of_this_project()
    {
        string root = Root();
        string folder = Path.Combine(root, "tests", "Adjoint.Outside.Tests");
        string code = string.Join('\n', Directory.GetFiles(folder, "*.cs").Select(file => Unindented(File.ReadAllText(file))));
        string page = File.ReadAllText(Path.Combine(root, "docs", "differentiation.md"));
        string[] blocks = [.. Blocks().Matches(page).Select(m => m.Groups[1].Value)];
        blocks.Length.ShouldBeGreaterThan(8);
        foreach (string block in blocks) code.ShouldContain(Unindented(block));
    }

    [Fact]
    public void Operators()
    {
        Tensor x = Tensor.Of(1.0, 2, 3);
        Tensor gradient = Functional.Gradient(t => t.Pow(3).Sum(), x); // [3, 12, 27]
        Tensor hessian = Functional.Hessian(t => t.Pow(3).Sum(), x); // 6x on the diagonal
        Tensor jacobian = Functional.Jacobian(t => t * t.Sum(), x); // [3, 3]
        (Tensor value, Tensor product) = Functional.Hvp(t => t.Pow(3).Sum(), x, Tensor.Of(1.0, 0, 0));

        gradient.ToArray<double>().ShouldBe([3.0, 12, 27]);
        hessian.ToArray<double>().ShouldBe([6.0, 0, 0, 0, 12, 0, 0, 0, 18]);
        jacobian.ToArray<double>().ShouldBe([7.0, 1, 1, 2, 8, 2, 3, 3, 9]);
        value.Item().ShouldBe(36);
        product.ToArray<double>().ShouldBe([6.0, 0, 0]);
    }

    [Fact]
    public void Blocks_of_several_inputs()
    {
        Tensor a = Tensor.Of(1.0, 2);
        Tensor b = Tensor.Of(3.0, 4);
        Tensor[][] blocks = Functional.Hessian(t => (t[0] * t[1]).Prod(), [a, b]); // blocks[i][j]: by input i, then j

        blocks[0][1].ToArray<double>().ShouldBe([8.0, 6, 4, 3]); // a₁b₁a₂b₂ by aᵢ, then bⱼ
    }

    [Fact]
    public void Nesting()
    {
        // d/dx x·(d/dy (x + y)) = 1.
        Tensor one = Functional.Gradient(
            x => x * Functional.Gradient(y => x + y, Tensor.Scalar(1)), Tensor.Scalar(1));

        one.Item().ShouldBe(1);
    }

    [Fact]
    public void Networks_and_batches()
    {
        var net = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2));
        var parameters = net.NamedParameters().ToDictionary(p => p.Name, p => p.Parameter.Detach());
        Tensor images = Tensor.Ones([5, 3]);
        Tensor classes = Tensor.Of(0L, 1, 0, 1, 0);
        var gradients = Functional.Gradient(p => Functional.Call(net, p, images).CrossEntropy(classes), parameters);
        Tensor bias = gradients["2.bias"]; // [2]

        bias.Shape.ShouldBe([2]);

        Tensor[] each = Functional.Vmap(s => [.. Functional.Gradient(
            p => Functional.Call(net, p, s[0]).CrossEntropy(s[1]), parameters).Values])([images, classes]);
        Tensor weights = each[0]; // [5, 4, 3]: for each sample the gradient of 0.weight

        weights.Shape.ShouldBe([5, 4, 3]);
        float[] mean = each[3].Mean(0).ToArray<float>();
        for (int i = 0; i < mean.Length; i++) mean[i].ShouldBe(bias.ToArray<float>()[i], 1e-6f);

        using IDisposable hook = net[1].RegisterForwardHook((module, x, y) =>
        {
            Console.WriteLine($"{module}: {y.Shape}");
            return null;
        });
        net.Call(images);
    }

    [Fact]
    public void Captured_steps()
    {
        var net = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2));
        Tensor images = Tensor.Ones([5, 3]);
        Tensor classes = Tensor.Of(0L, 1, 0, 1, 0);
        var optimizer = new Adam(net.Parameters(), 1e-3);
        Graph step = Graph.Capture(x =>
        {
            optimizer.ZeroGrad();
            Tensor loss = net.Call(x[0]).CrossEntropy(x[1]);
            loss.Backward();
            optimizer.Step();
            return [loss];
        }, new Spec(DType.Float32, [5, 3]), new Spec(DType.Int64, [5]));
        double before = step.Run(images, classes)[0].Item(); // and net has made a step

        for (int i = 0; i < 20; i++) step.Run(images, classes);
        optimizer.Steps.ShouldBe(21);
        net.Call(images).CrossEntropy(classes).Item().ShouldBeLessThan(before);
    }

    [Fact]
    public void Memory()
    {
        Tensor input = Tensor.Ones([1000]).WithGrad();
        Tensor plain = input.Exp().Sin().Exp().Sin().Sum();
        Tensor lean = Functional.Checkpoint(t => t.Exp().Sin().Exp().Sin(), input).Sum();
        long before = SavedTensors.Of(plain).Bytes; // 8000
        long after = SavedTensors.Of(lean).Bytes; // 0

        (before, after).ShouldBe((8000, 0));
    }

    [Fact]
    public void Operations()
    {
        // A step, whose gradient is taken for that of the identity.
        Func<Tensor, Tensor> step = CustomFunction.Of("Step", t => t.Greater(0).To(t.DType), (t, y, g) => g);

        Functional.Gradient(t => step(t) * 3, Tensor.Scalar(0.7)).Item().ShouldBe(3);

        Tensor[] point = [Tensor.Of(0.5, -2, 3).WithGrad()];
        GradientCheck.First(t => [Engine.Apply(new Softsign(), t)], point);
        GradientCheck.Second(t => [Engine.Apply(new Softsign(), t)], point);
    }

    [Fact]
    public void Hooks()
    {
        Tensor w = Tensor.Of(1.0, 2).WithGrad();
        using (w.RegisterHook(g => g.Clamp(-1, 1))) (w * 5).Sum().Backward(); // w.Grad is [1, 1]

        w.Grad!.ToArray<double>().ShouldBe([1.0, 1]);
    }

    [Fact]
    public void Changes_in_place()
    {
        Tensor u = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor sums = Tensor.Zeros([3], DType.Float64);
        Tensor end = sums[^1];
        for (int i = 0; i < 3; i++) sums[i] = u[..(i + 1)].Square().Sum();
        Tensor d = Engine.Grad([end], [u])[0]; // [2, 4, 6]

        d.ToArray<double>().ShouldBe([2.0, 4, 6]);
    }

    [Fact]
    public void A_step_as_soon_as_a_gradient_is_complete()
    {
        Tensor p = Tensor.Of(1.0, 2).WithGrad();
        using (p.RegisterPostAccumulateGradHook(leaf =>
        {
            leaf.AddInPlace(leaf.Grad!, -0.1); // nothing is recorded during a pass
            leaf.Grad = null;
        }))
        {
            (p * p).Sum().Backward(); // p is [0.8, 1.6]
        }

        p.ToArray<double>().ShouldBe([0.8, 1.6], 1e-12);
        p.Grad.ShouldBeNull();
    }

    [Fact]
    public void Threads()
    {
        var net = new Linear(3, 2);
        Tensor images = Tensor.Ones([5, 3]);
        double[] scores = new double[4];
        using (GradMode.Off())
            Parallel.For(0, 4, GradMode.Flow((int i) => { scores[i] = net.Call(images).Sum().Item(); }));

        scores.ShouldAllBe(score => score == scores[0]);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>The lines without their indentation and without empty ones.</summary>
    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Adjoint.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
