namespace Adjoint.Kernels;

/// <summary>A whole number as a type, so that the compiler sees a constant: <see cref="Size1"/> and so on.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}

internal readonly struct Size1 : ISize
{
    public static int Value => 1;
}

internal readonly struct Size2 : ISize
{
    public static int Value => 2;
}

internal readonly struct Size4 : ISize
{
    public static int Value => 4;
}

internal readonly struct Size6 : ISize
{
    public static int Value => 6;
}

internal readonly struct Size8 : ISize
{
    public static int Value => 8;
}

internal readonly struct Size12 : ISize
{
    public static int Value => 12;
}
