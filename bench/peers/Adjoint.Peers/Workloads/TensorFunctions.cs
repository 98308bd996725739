using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>The functions whose speed is that of memory, or of a few passes over it.</summary>
internal static class TensorFunctions
{
    /// <summary>relu(a·b + c)·a: four operations, no transcendental function.</summary>
    public static Workload Arithmetic(JsonObject arguments)
    {
        (Tensor a, Tensor b, Tensor c) = Three(arguments);
        return new TensorFunction(() => ((a * b) + c).Relu() * a);
    }

    /// <summary>σ(a)·tanh(b) + exp(c): five operations, three of them transcendental.</summary>
    public static Workload Exponential(JsonObject arguments)
    {
        (Tensor a, Tensor b, Tensor c) = Three(arguments);
        return new TensorFunction(() => (a.Sigmoid() * b.Tanh()) + c.Exp());
    }

    public static Workload Softmax(JsonObject arguments)
    {
        Tensor x = Numbers.Make(1, 4, arguments.Sizes("shape"));
        return new TensorFunction(() => x.Softmax());
    }

    public static Workload LayerNorm(JsonObject arguments)
    {
        int[] sizes = arguments.Sizes("shape");
        Tensor x = Numbers.Make(1, 4, sizes), weight = Numbers.Make(2, 1, sizes[^1]), bias = Numbers.Make(3, 1, sizes[^1]);
        return new TensorFunction(() => x.LayerNorm([sizes[^1]], weight, bias));
    }

    public static Workload BatchNorm(JsonObject arguments)
    {
        int[] sizes = arguments.Sizes("shape");
        Tensor x = Numbers.Make(1, 4, sizes), weight = Numbers.Make(2, 1, sizes[1]), bias = Numbers.Make(3, 1, sizes[1]);
        return new TensorFunction(() => x.BatchNorm(weight, bias));
    }

    public static Workload MaxPool(JsonObject arguments)
    {
        Tensor x = Numbers.Make(1, 1, arguments.Sizes("shape"));
        return new TensorFunction(() => x.MaxPool2d(2));
    }

    public static Workload Sum(JsonObject arguments)
    {
        Tensor x = Numbers.Make(1, 1, arguments.Sizes("shape"));
        int axis = arguments.Whole("axis", -1);
        return new TensorFunction(axis < 0 ? () => x.Sum() : () => x.Sum(axis));
    }

    private static (Tensor A, Tensor B, Tensor C) Three(JsonObject arguments)
    {
        int[] sizes = arguments.Sizes("shape");
        return (Numbers.Make(1, 1, sizes), Numbers.Make(2, 1, sizes), Numbers.Make(3, 1, sizes));
    }
}
