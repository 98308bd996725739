namespace Adjoint.Symbolic;

/// <summary>In whose memory something lies: the program's own, the argument's (read only), or the gradient's.</summary>
internal enum Memory
{
    Own,
    Argument,
    Gradient,
}

/// <summary>Where a row or a number lies.</summary>
/// <param name="Memory">In whose memory.</param>
/// <param name="Offset">From which element on.</param>
/// <param name="Step">1 for a row as long as the loop, 0 for a number or for a register, which holds one block.</param>
internal readonly record struct Location(Memory Memory, int Offset, int Step);

/// <summary>What an instruction does: to rows or to numbers, unless only one of them is named.</summary>
internal enum Code : byte
{
    Operation, // y = operation(a, b, c), by the operation's own function on rows
    Function, // y = f(a), by the operation's own function of one number
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Square,
    Reciprocal,
    AddNumber, // y = row a + number b
    SubtractNumber,
    SubtractFromNumber, // y = number a − row b
    MultiplyNumber,
    DivideByNumber,
    DivideNumber, // y = number a / row b
    Copy,
    Fill, // y = number a, in all elements
    Accumulate, // y += a
    AccumulateGradient, // element y of the gradient += number a
    Total, // number y += Σ row a
}

/// <summary>An instruction on rows.</summary>
internal readonly record struct RowInstruction(Code Code, IRowOp? Op, Location A, Location B, Location C, Location Y);

/// <summary>An instruction on numbers of the program's memory.</summary>
internal readonly record struct NumberInstruction(Code Code, int Op, int A, int B, int C, int Y);
