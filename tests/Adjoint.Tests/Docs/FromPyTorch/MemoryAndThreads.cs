namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] MemoryAndThreads() =>
    [
        Is("set_num_threads", () => AdjointSettings.Threads = AdjointSettings.Threads),
        Is("get_num_threads", () => AdjointSettings.Threads),
        Is("cuda.empty_cache", () => TensorMemory.EmptyCache()),
        Is("cuda.memory_allocated", () => TensorMemory.InUse),
        Is("cuda.memory_reserved", () => TensorMemory.InUse + TensorMemory.Idle),
        Is("cuda.OutOfMemoryError", () => typeof(AllocationException)),
    ];
}
