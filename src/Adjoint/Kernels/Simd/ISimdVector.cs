namespace Adjoint.Kernels;

/// <summary>
/// A SIMD register of <typeparamref name="T"/> (float or double). Kernels are written once against this and compiled
/// for each width; the wrappers vanish when inlined.
/// </summary>
internal unsafe interface ISimdVector<TSelf, T>
    where TSelf : struct, ISimdVector<TSelf, T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Elements per register.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows of the register tile of a matrix product that is two registers wide.</summary>
    static abstract int Rows { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    static abstract TSelf Broadcast(T value);

    static abstract TSelf Add(TSelf left, TSelf right);

    /// <summary>left * right + addend, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>All bits set in the lanes from first up to, not including, end.</summary>
    static abstract TSelf Mask(int first, int end);

    /// <summary>The bits that both have.</summary>
    static abstract TSelf And(TSelf left, TSelf right);

    /// <summary>max(value, 0); NaN stays NaN, and −0 becomes 0.</summary>
    static abstract TSelf Rectify(TSelf value);

    /// <summary>The sum of the lanes, in an order that depends on the width only.</summary>
    static abstract T Sum(TSelf value);
}
