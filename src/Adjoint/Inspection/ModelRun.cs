using Adjoint.Nn;

namespace Adjoint.Inspection;

/// <summary>Runs a model for its report: an error names the layer in which it came up.</summary>
internal static class ModelRun
{
    public static Tensor Forward(Module model, Tensor x)
    {
        try
        {
            return model.Call(x);
        }
        catch (AdjointException error) when (Graphs.Recording.Innermost is Module failed && Name(model, failed) is { Length: > 0 } name)
        {
            throw new ShapeException($"{name} ({failed.GetType().Name}): {error.Message}");
        }
    }

    private static string Name(Module model, Module inner) =>
        model.NamedModules().FirstOrDefault(named => ReferenceEquals(named.Module, inner)).Name ?? "";
}
