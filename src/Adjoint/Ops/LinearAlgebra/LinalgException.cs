namespace Adjoint;

/// <summary>
/// A matrix has not what an operation of linear algebra needs: it is singular, not positive definite, of lower rank, not finite, or its
/// eigenvalues coincide. PyTorch's LinAlgError.
/// </summary>
/// <param name="message">Which operation, which matrix of the batch, where in it, and what to do.</param>
public sealed class LinalgException(string message) : AdjointException(message)
{
    /// <summary>A message that names the operation and the matrix.</summary>
    internal static LinalgException At(string operation, Shape batch, int number, string what)
    {
        if (batch.Rank == 0) return new LinalgException($"{operation}: {what}");
        var place = new int[batch.Rank];
        for (int axis = batch.Rank - 1; axis >= 0; number /= batch[axis--]) place[axis] = number % batch[axis];
        return new LinalgException($"{operation}: matrix {Shape.Format(place)} of the batch: {what}");
    }
}
