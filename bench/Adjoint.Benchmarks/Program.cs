using Adjoint.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["memory", ..])
{
    TrainingMemory.Measure();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TrainingMemory).Assembly).Run(args);
