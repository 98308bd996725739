namespace Adjoint.Optim;

/// <summary>Numbers in a state that is loaded.</summary>
internal static class StateNumber
{
    /// <summary>Any number.</summary>
    /// <exception cref="AdjointException">It is more or less than one number, or cannot be read.</exception>
    public static double Of(string name, Tensor given)
    {
        try
        {
            return given.Item();
        }
        catch (AdjointException e)
        {
            throw new AdjointException($"LoadStateDict: {name}: {e.Message}", e);
        }
    }

    /// <summary>How many times something was done.</summary>
    /// <exception cref="AdjointException">It is no whole number of 0 and more.</exception>
    public static long Count(string name, Tensor given)
    {
        double number = Of(name, given);
        return number is >= 0 and < long.MaxValue && Math.Floor(number) == number
            ? (long)number
            : throw new AdjointException($"LoadStateDict: {name} is {number}, which is no number of steps.");
    }
}
