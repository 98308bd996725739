using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>In whose memory something lies.</summary>
internal enum Memory
{
    /// <summary>The program's own.</summary>
    Own,

    /// <summary>The argument's, read only.</summary>
    Argument,

    /// <summary>The gradient's.</summary>
    Gradient,
}

/// <summary>Where a row or a number lies.</summary>
/// <param name="Memory">In whose memory.</param>
/// <param name="Offset">From which element on.</param>
/// <param name="Step">1 for a row as long as the loop, 0 for a number or for a register, which holds one block.</param>
internal readonly record struct Location(Memory Memory, int Offset, int Step);

/// <summary>What an instruction does.</summary>
internal enum Code : byte
{
    /// <summary>y = operation(a, b, c), by the operation's own function on rows.</summary>
    Operation,

    /// <summary>y = a + b.</summary>
    Add,

    /// <summary>y = a − b.</summary>
    Subtract,

    /// <summary>y = a · b.</summary>
    Multiply,

    /// <summary>y = a / b.</summary>
    Divide,

    /// <summary>y = a + number b.</summary>
    AddNumber,

    /// <summary>y = a − number b.</summary>
    SubtractNumber,

    /// <summary>y = number a − b.</summary>
    SubtractFromNumber,

    /// <summary>y = a · number b.</summary>
    MultiplyNumber,

    /// <summary>y = a / number b.</summary>
    DivideByNumber,

    /// <summary>y = number a / b.</summary>
    DivideNumber,

    /// <summary>y = a.</summary>
    Copy,

    /// <summary>y = number a, in all elements.</summary>
    Fill,

    /// <summary>y += a.</summary>
    Accumulate,

    /// <summary>number y += Σ a.</summary>
    Total,

    /// <summary>y = −a, of numbers.</summary>
    Negate,

    /// <summary>y = a², of numbers.</summary>
    Square,

    /// <summary>y = 1/a, of numbers.</summary>
    Reciprocal,

    /// <summary>y = f(a), of numbers, by the operation's own function of one number.</summary>
    Function,

    /// <summary>Element y of the gradient += a, of numbers.</summary>
    AccumulateGradient,
}

/// <summary>An instruction on rows.</summary>
internal readonly record struct RowInstruction(Code Code, Op? Op, Location A, Location B, Location C, Location Y);

/// <summary>An instruction on numbers of the program's memory.</summary>
internal readonly record struct NumberInstruction(Code Code, int Op, int A, int B, int C, int Y);
