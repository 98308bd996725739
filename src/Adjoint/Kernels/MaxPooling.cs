namespace Adjoint.Kernels;

internal static unsafe class MaxPooling { public static void Indices<T>(in ConvolutionGeometry g, T* x, long* y) where T : unmanaged => throw new System.NotImplementedException(); }
