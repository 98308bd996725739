using Adjoint.Optim;
using Adjoint.Tests.Reference;

namespace Adjoint.Tests.Optim;

/// <summary>
/// Two hundred steps on random problems with random settings, held to PyTorch's and, for what it lacks, to the papers'
/// formulas; see Reference/optim/make.py.
/// </summary>
public class TrajectoryTests
{
    private static readonly Trajectories Reference = Fixture.Read<Trajectories>("optim/trajectories.json.gz");

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        for (int i = 0; i < Reference.Cases.Length; i++) cases.Add(i, Reference.Cases[i].Optimizer);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_hundred_steps_are_the_reference_s(int number, string name)
    {
        Trajectory expected = Reference.Cases[number];
        expected.Optimizer.ShouldBe(name);
        Problem problem = Reference.Problems[expected.Problem];
        Tensor matrix = Tensor.From<double>(problem.Start.AsSpan(0, 6), [3, 2]).WithGrad();
        Tensor vector = Tensor.From<double>(problem.Start.AsSpan(6)).WithGrad();
        Optimizer optimizer = RandomSettings.Make(expected, [matrix, vector]);

        int kept = 0;
        for (int now = 1; now <= 200; now++)
        {
            int step = now;
            optimizer.Step(() => problem.Loss(name == "LBFGS" ? 0 : step, matrix, vector));
            if (!expected.Path.TryGetValue(step, out double[]? truth)) continue;
            double[] actual = [.. matrix.ToArray<double>(), .. vector.ToArray<double>()];
            for (int i = 0; i < truth.Length; i++)
                actual[i].ShouldBe(truth[i], 1e-9 * Math.Max(1e-2, Math.Abs(truth[i])), $"step {step}, element {i}");
            kept++;
        }

        kept.ShouldBe(12);
    }
}
