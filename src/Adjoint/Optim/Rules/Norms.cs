namespace Adjoint.Optim;

/// <summary>Lengths of whole tensors.</summary>
internal static class Norms
{
    /// <summary>The Euclidean norm.</summary>
    public static double Of(Tensor x) => Math.Sqrt(x.Square().Sum().Item());

    /// <summary>The root of the mean of squares; 0 for no elements.</summary>
    public static double RootMeanSquare(Tensor x) => x.Numel == 0 ? 0 : Of(x) / Math.Sqrt(x.Numel);

    /// <summary>‖a‖/‖b‖, or 1 where one of them is 0.</summary>
    public static double Ratio(Tensor a, Tensor b)
    {
        double above = Of(a), below = Of(b);
        return above > 0 && below > 0 ? above / below : 1;
    }
}
