namespace Adjoint.Nn;

/// <summary>Gives other members in the place of a module's own.</summary>
internal interface IMemberMap
{
    /// <summary>What takes the place of a module or tensor; null stays null.</summary>
    T Clone<T>(T value) where T : class?;
}

/// <summary>One tensor in the place of another; all else stays.</summary>
internal sealed class MemberReplacement(Tensor own, Tensor other) : IMemberMap
{
    public T Clone<T>(T value) where T : class? => ReferenceEquals(value, own) ? (T)(object)other : value;
}
