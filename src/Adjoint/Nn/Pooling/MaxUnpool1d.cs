namespace Adjoint.Nn;

/// <summary>Undoes a <see cref="MaxPool1d"/>: values go back to their indices, the rest is 0.</summary>
/// <inheritdoc/>
public sealed class MaxUnpool1d(Spatial kernel, Spatial? stride = null, Spatial? padding = null)
    : MaxUnpool(1, kernel, stride, padding);
