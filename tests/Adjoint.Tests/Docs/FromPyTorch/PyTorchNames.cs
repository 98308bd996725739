using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Adjoint.Tests.Docs.FromPyTorch;

/// <summary>
/// What a PyTorch user looks for, and how it is said here. Each row is an expression that the compiler has read, and that a
/// test evaluates; a file per table.
/// </summary>
internal static partial class PyTorchNames
{
    /// <summary>All tables, in the page's order.</summary>
    public static IReadOnlyList<PyTorchGroup> Groups =>
    [
        new("Tensors: creation, types, memory", [.. Tensors(), .. Creation(), .. InPlace()]),
        new("Shape and views", [.. Shapes(), .. Rearranging()]),
        new("Arithmetic and functions of single numbers", [.. Elementwise(), .. Pointwise()]),
        new("Comparison and choice", [.. Comparison(), .. Masks()]),
        new("Reductions", Reductions()),
        new("Statistics and running results", Statistics()),
        new("Order and counting", Order()),
        new("Indexing", [.. Indexing(), .. Selection()]),
        new("Products", [.. Products(), .. Contractions()]),
        new("Linear algebra", LinearAlgebra()),
        new("Complex pairs and Fourier transforms", FourierTransforms()),
        new("Random numbers", [.. Random(), .. Draws()]),
        new("Automatic differentiation", Autograd()),
        new("Layers", Layers()),
        new("Activations", Activations()),
        new("Functions of torch.nn.functional", NnFunctional()),
        new("Attention, sequences, sampling, parametrization", Networks()),
        new("Losses", Losses()),
        new("Modules, parameters, initialisation", Modules()),
        new("Optimizers and schedules", Optimizers()),
        new("Data", Data()),
        new("Memory and threads", MemoryAndThreads()),
    ];

    // What the expressions are about. Properties, since some of them change their tensor.
#pragma warning disable IDE1006 // They are written as a program would write local variables.
    private static Tensor x => Tensor.Of(0.5f, -1, 2, 3, -0.25f, 1.5f).Reshape(2, 3);

    private static Tensor y => Tensor.Of(1f, 2, 3, 4, 5, 6).Reshape(2, 3);

    private static Tensor v => Tensor.Of(1f, 2, 3);

    private static Tensor w => Tensor.Of(2f, -1, 0.5f);

    private static Tensor p => Tensor.Of(0.25f, 0.5f, 0.75f);

    private static Tensor A => Tensor.Of(4f, 1, 2, 1, 3, 0, 2, 0, 5).Reshape(3, 3);

    private static Tensor B => Tensor.Of(1f, 2, 3, 4, 5, 6).Reshape(3, 2);

    private static Tensor batch => Tensor.Linspace(-1, 1, 2 * 3 * 3).Reshape(2, 3, 3);

    private static Tensor image => Tensor.Linspace(-1, 1, 2 * 4 * 6 * 6).Reshape(2, 4, 6, 6);

    private static Tensor mask => x.Greater(0);

    private static Tensor index => Tensor.Of(0L, 2, 1);

    private static Tensor labels => Tensor.Of(2L, 0);

    private static Tensor leaf => Tensor.Of(1f, 2, 3).WithGrad();
#pragma warning restore IDE1006

    /// <summary>A row: PyTorch's name, and what does the same here.</summary>
    private static PyTorchName Is(string name, Func<object?> here, [CallerArgumentExpression(nameof(here))] string text = "") =>
        new(name, Spaces().Replace(text["() => ".Length..], " "), here);

    /// <summary>A row for what returns nothing.</summary>
    private static PyTorchName Does(string name, Action here, [CallerArgumentExpression(nameof(here))] string text = "") =>
        new(name, Spaces().Replace(text["() => ".Length..], " "), () =>
        {
            here();
            return null;
        });

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
