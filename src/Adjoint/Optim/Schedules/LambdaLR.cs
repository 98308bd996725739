namespace Adjoint.Optim;

/// <summary>The rate times any function of the step.</summary>
/// <param name="LrLambda">The factor of a step.</param>
public sealed record LambdaLR(Func<long, double> LrLambda) : Schedule
{
    /// <inheritdoc/>
    public override double At(long step, double rate) => rate * LrLambda(step);
}
