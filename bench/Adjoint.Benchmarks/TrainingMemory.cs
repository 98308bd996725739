using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Benchmarks;

/// <summary>
/// Resident memory over 1,100 training steps that never dispose anything: run with the argument <c>memory</c>.
/// </summary>
internal static class TrainingMemory
{
    private const int First = 100;
    private const int Last = 1100;
    private const int Batch = 32;

    /// <summary>Trains on random images and prints the resident memory every hundred steps.</summary>
    public static void Measure()
    {
        var random = new Generator(0);
        Module model = new FashionNet(random);
        var optimizer = new Adam(model.Parameters(), 1e-3);
        long reference = 0;
        double worst = 0;
        Console.WriteLine("  step   resident MiB   managed MiB   against step 100");
        for (int step = 1; step <= Last; step++)
        {
            Tensor images = Tensor.Uniform([Batch, 1, 28, 28], generator: random);
            Tensor classes = (Tensor.Uniform([Batch], 0, 10, random)).To(DType.Int64);
            optimizer.ZeroGrad();
            model.Forward(images).CrossEntropy(classes).Backward();
            optimizer.Step();
            if (step % First != 0) continue;
            long resident = Environment.WorkingSet;
            if (step == First) reference = resident;
            double change = ((double)resident / reference) - 1;
            worst = Math.Max(worst, Math.Abs(change));
            Console.WriteLine($"{step,6} {resident / 1048576.0,14:F1} {GC.GetTotalMemory(false) / 1048576.0,13:F1} {change,18:P1}");
        }

        Console.WriteLine($"Largest change from step {First} to step {Last}: {worst:P1}; the promise is 5 %.");
        Environment.ExitCode = worst <= 0.05 ? 0 : 1;
    }
}
