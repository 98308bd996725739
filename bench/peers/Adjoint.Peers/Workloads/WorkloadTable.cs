using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>Every workload by the name it has in all workers.</summary>
internal static class WorkloadTable
{
    public static Workload Make(string name, JsonObject arguments) => name switch
    {
        "fma" => new FmaLimit(),
        "bandwidth" => new BandwidthLimit(arguments.Flag("inPlace")),
        "matmul" => new MatMulWorkload(arguments),
        "convolution" => new ConvolutionWorkload(arguments),
        "vgg-inference" => new VggInference(),
        "vgg-training" => new VggTraining(),
        "fashion-epoch" => new FashionEpoch(arguments),
        "adam" => new OptimizerStep(decoupled: false),
        "adamw" => new OptimizerStep(decoupled: true),
        "chain-rule" => new ChainRuleWorkload(),
        "arithmetic" => TensorFunctions.Arithmetic(arguments),
        "exponential" => TensorFunctions.Exponential(arguments),
        "softmax" => TensorFunctions.Softmax(arguments),
        "layer-norm" => TensorFunctions.LayerNorm(arguments),
        "batch-norm" => TensorFunctions.BatchNorm(arguments),
        "max-pool" => TensorFunctions.MaxPool(arguments),
        "sum" => TensorFunctions.Sum(arguments),
        _ => throw new ArgumentException($"There is no workload {name}."),
    };
}
