namespace Adjoint.Nn;

/// <summary>Undoes a <see cref="MaxPool3d"/>: values go back to their indices, the rest is 0.</summary>
/// <inheritdoc/>
public sealed class MaxUnpool3d(Spatial kernel, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(3, kernel, stride, padding);
