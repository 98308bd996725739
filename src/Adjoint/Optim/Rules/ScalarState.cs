namespace Adjoint.Optim;

/// <summary>A number that an optimizer keeps of each parameter.</summary>
/// <param name="Name">Its name in PyTorch's state dictionaries.</param>
/// <param name="Initial">What it is before the first step.</param>
public readonly record struct ScalarState(string Name, double Initial);
