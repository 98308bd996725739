namespace Adjoint.Tests.Kernels;

/// <summary>Tests that change the number of threads: alone, so that they disturb nobody.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadTests
{
    public const string Name = "Threads";
}
