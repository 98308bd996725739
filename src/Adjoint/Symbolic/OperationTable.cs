using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>
/// What this room knows of single operations besides their facts: a line for each, and no other file asks which operation it
/// has. An operation without a line is written, simplified, differentiated and compiled by its facts and rules alone.
/// </summary>
internal static class OperationTable
{
    /// <summary>Functions f and g with f(u)² + sign·g(u)² = 1.</summary>
    public static readonly (Op First, Op Second, Number Sign)[] UnitSquares =
        [(Sin.Op, Cos.Op, Number.One), (Cosh.Op, Sinh.Op, -Number.One)];

    /// <summary>|u|, an even power's root.</summary>
    public static readonly Op Magnitude = Abs.Op;

    /// <summary>eᵘ, whose products have sums as exponents.</summary>
    public static readonly Op Exponential = Exp.Op;

    private static readonly OperationEntry None = new();
    private static readonly ConditionalWeakTable<Op, OpFacts> Facts = [];

    private static readonly Dictionary<Type, OperationEntry> Entries = new()
    {
        [typeof(Add)] = Runs(Code.Add, Code.AddNumber),
        [typeof(Subtract)] = Runs(Code.Subtract, Code.SubtractFromNumber, Code.SubtractNumber),
        [typeof(Multiply)] = Runs(Code.Multiply, Code.MultiplyNumber) with { Select = (_, a, b) => a == 1 ? 1 : b == 1 ? 0 : null },
        [typeof(Divide)] = Runs(Code.Divide, Code.DivideNumber, Code.DivideByNumber) with { Select = (_, _, b) => b == 1 ? 0 : null },
        [typeof(Negate)] = Runs(Code.Negate),
        [typeof(Square)] = Runs(Code.Square),
        [typeof(Reciprocal)] = Runs(Code.Reciprocal),
        [typeof(Pow)] = new() { IsPower = true, Select = (_, _, b) => b == 1 ? 0 : null },
        [typeof(Minimum)] = new() { Choices = 0 },
        [typeof(Maximum)] = new() { Choices = 0 },
        [typeof(Where)] = new() { Choices = 1, Select = (_, condition, _) => condition is { } known ? (known != 0 ? 1 : 2) : null },
        [typeof(Logical)] = new() { Select = (op, a, b) => Absorbing(op, a) ? 0 : Absorbing(op, b) ? 1 : null },
        [typeof(Sin)] = new() { IsTotal = true },
        [typeof(Cos)] = new() { IsTotal = true },
        [typeof(Tanh)] = new() { IsTotal = true },
        [typeof(Sigmoid)] = new() { IsTotal = true },
        [typeof(Relu)] = new() { IsTotal = true },
        [typeof(Abs)] = new() { IsTotal = true },
        [typeof(Sign)] = new() { IsTotal = true },
        [typeof(Atan)] = new() { IsTotal = true },
        [typeof(Erf)] = new() { IsTotal = true },
        [typeof(Erfc)] = new() { IsTotal = true },
        [typeof(Clamp)] = new() { IsTotal = true },
        [typeof(Hardtanh)] = new() { IsTotal = true },
        [typeof(LeakyRelu)] = new() { IsTotal = true },
        [typeof(WholeNumber)] = new() { IsTotal = true },
        [typeof(Copy)] = new() { KeepsNumber = true, Lower = (_, _, x) => x },
        [typeof(Reshape)] = new() { KeepsNumber = true, Lower = (_, _, x) => x },
        [typeof(Cast)] = new() { KeepsNumber = true, Lower = (lowering, call, x) => lowering.Cast(call, x) },
        [typeof(Expand)] = new() { KeepsNumber = true, Lower = (lowering, call, x) => lowering.Expand(x, call.Spec.Numel) },
        [typeof(Sum)] = new() { KeepsNumber = true, Lower = (lowering, call, x) => lowering.Sum(x, call.Spec.Numel) },
        [typeof(Slice)] = new() { Lower = (lowering, call, x) => lowering.Slice((Slice)call.Op, call, x) },
        [typeof(Place)] = new() { Lower = (lowering, call, x) => lowering.Place((Place)call.Op, call, x) },
    };

    /// <summary>Whether the operation replaces a formula at points where it has a limit only, and is written as the formula.</summary>
    public static bool IsLimit(Op op) => op is Where { IsLimit: true };

    /// <summary>The operation's line.</summary>
    public static OperationEntry Of(Op op) => Entries.GetValueOrDefault(op.GetType(), None);

    /// <summary>The operation's facts, which a record makes anew each time, made once.</summary>
    public static OpFacts FactsOf(Op op) => Facts.GetValue(op, static op => op.Facts);

    /// <summary>An operation with instructions of its own; where the inputs may change places, one with a number does for both.</summary>
    private static OperationEntry Runs(Code code, Code? numberFirst = null, Code? numberSecond = null) =>
        new() { Code = code, NumberFirst = numberFirst, NumberSecond = numberSecond ?? numberFirst };

    private static bool Absorbing(Op op, double? known) => known is { } number && FactsOf(op).Absorbing == number;
}

/// <summary>A line of the table.</summary>
internal sealed record OperationEntry
{
    /// <summary>The instruction of a compiled function; by default the operation's own function.</summary>
    public Code Code { get; init; } = Code.Operation;

    /// <summary>The instruction on a number and a row.</summary>
    public Code? NumberFirst { get; init; }

    /// <summary>The instruction on a row and a number.</summary>
    public Code? NumberSecond { get; init; }

    /// <summary>Which input the result is, if the first or second input is a known number that decides it.</summary>
    public Func<Op, double?, double?, int?>? Select { get; init; }

    /// <summary>The result is one of the inputs from this one on; null where it may be something else.</summary>
    public int? Choices { get; init; }

    /// <summary>Whether the result is finite for all finite numbers.</summary>
    public bool IsTotal { get; init; }

    /// <summary>Whether it is the first input to the power of the second.</summary>
    public bool IsPower { get; init; }

    /// <summary>Whether it leaves a single number as it is, unless the type changes.</summary>
    public bool KeepsNumber { get; init; }

    /// <summary>What becomes of a call on one row of numbers in a compiled function; null where it needs whole tensors.</summary>
    public Func<Lowering, Call, Node, Node?>? Lower { get; init; }
}
