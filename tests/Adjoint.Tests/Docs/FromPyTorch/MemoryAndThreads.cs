namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] MemoryAndThreads() =>
    [
        Is("torch.set_num_threads", () => AdjointSettings.Threads = AdjointSettings.Threads),
        Is("torch.get_num_threads", () => AdjointSettings.Threads),
        Is("torch.cuda.empty_cache", () => TensorMemory.EmptyCache()),
        Is("torch.cuda.memory_allocated", () => TensorMemory.InUse),
        Is("torch.cuda.memory_reserved", () => TensorMemory.InUse + TensorMemory.Idle),
        Is("torch.cuda.OutOfMemoryError", () => typeof(AllocationException)),
    ];
}
