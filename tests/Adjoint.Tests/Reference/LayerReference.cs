namespace Adjoint.Tests.Reference;

/// <summary>One layer in one setting, and what PyTorch makes of it. Numbers are float64.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Printed">How PyTorch prints it.</param>
/// <param name="Training">Whether it is in training mode.</param>
/// <param name="State">Its state before.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Differentiated">Which of them require a gradient.</param>
/// <param name="Output">The output; several are flattened and joined.</param>
/// <param name="Seed">What is pulled back.</param>
/// <param name="InputGradients">What arrives at the inputs that require a gradient.</param>
/// <param name="ParameterGradients">What arrives at the parameters.</param>
/// <param name="After">Its buffers after.</param>
public sealed record LayerReference(
    string Name, string Printed, bool Training, Dictionary<string, ReferenceTensor> State, ReferenceTensor[] Inputs,
    bool[] Differentiated, ReferenceTensor Output, ReferenceTensor Seed, ReferenceTensor[] InputGradients,
    Dictionary<string, ReferenceTensor> ParameterGradients, Dictionary<string, ReferenceTensor> After);
