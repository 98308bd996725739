namespace Adjoint.Guards.Workloads;

/// <summary>The workloads by name, in the order in which they run.</summary>
internal static class WorkloadTable
{
    private static readonly OrderedDictionary<string, Func<Workload>> Entries = new()
    {
        ["small-function"] = () => new SmallFunction(),
        ["elementwise-1e5"] = () => new ElementwiseStep(100_000),
        ["elementwise-1e6"] = () => new ElementwiseStep(1_000_000),
        ["digits-training"] = () => new TrainingStep("digits", 32, 1, 8),
        ["fashion-training"] = () => new TrainingStep("fashion", 64, 1, 28),
        ["resnet18-training"] = () => new TrainingStep("resnet18", 8, 3, 64),
        ["vgg16-inference"] = () => new Inference("vgg16"),
        ["vgg16-training"] = () => new TrainingStep("vgg16", 2, 3, 112),
        ["resnet50-inference"] = () => new Inference("resnet50"),
        ["resnet50-training"] = () => new TrainingStep("resnet50", 4, 3, 96),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => [.. Entries.Keys];

    /// <summary>Makes a workload.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static Workload Make(string name) => Entries[name]();
}
