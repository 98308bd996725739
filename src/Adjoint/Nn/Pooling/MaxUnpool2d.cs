namespace Adjoint.Nn;

/// <summary>Undoes a <see cref="MaxPool2d"/>: values go back to their indices, the rest is 0.</summary>
/// <inheritdoc/>
public sealed class MaxUnpool2d(Spatial kernel, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(2, kernel, stride, padding);
