namespace Adjoint.Tests.Docs.FromPyTorch;

/// <summary>A name of PyTorch's, how the same is said here, as C#, and the call itself.</summary>
/// <param name="Name">As PyTorch's documentation has it: <c>torch.add</c>, <c>nn.Linear</c>, <c>Tensor.backward</c>.</param>
/// <param name="Here">The text of the expression that does the same here.</param>
/// <param name="Run">Evaluates that expression.</param>
internal sealed record PyTorchName(string Name, string Here, Func<object?> Run);

/// <summary>Names that belong together: a table of the page.</summary>
/// <param name="Title">The table's heading.</param>
/// <param name="Names">Its rows, in order.</param>
internal sealed record PyTorchGroup(string Title, IReadOnlyList<PyTorchName> Names);
