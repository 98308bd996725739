using Adjoint.Core;
using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>What the table says of operations holds for their values.</summary>
public sealed class OperationTableTests
{
    private static readonly double[] Points = [-1.5, -0.3, 0, 0.2, 1, 2];

    [Fact]
    public void Squares_add_up_to_one()
    {
        foreach ((Op first, Op second, Number sign) in OperationTable.UnitSquares)
        {
            foreach (double u in Points)
                (Math.Pow(Apply(first, u), 2) + (sign.Value * Math.Pow(Apply(second, u), 2))).ShouldBe(1, 1e-12, $"{first.Name} {u}");
        }
    }

    [Theory]
    [InlineData("Multiply", 1.0, null, 1)]
    [InlineData("Multiply", null, 1.0, 0)]
    [InlineData("Multiply", 0.0, null, null)] // 0·∞ is not 0
    [InlineData("Divide", null, 1.0, 0)]
    [InlineData("Divide", 1.0, null, null)]
    [InlineData("Pow", null, 1.0, 0)]
    [InlineData("Add", 0.0, null, null)] // 0 + −0 is not −0
    public void A_known_number_selects_an_input(string name, double? a, double? b, int? selected)
    {
        Op op = new Op[] { Multiply.Op, Divide.Op, Pow.Op, Add.Op }.Single(op => op.Name == name);
        int? found = OperationTable.Of(op).Select?.Invoke(op, a, b);
        found.ShouldBe(selected);
        if (selected is not { } input) return;
        foreach (double x in Points) Apply(op, a ?? x, b ?? x).ShouldBe(x, $"input {input}");
    }

    [Fact]
    public void The_larger_and_the_smaller_of_equal_numbers_is_that_number()
    {
        foreach (Op op in (Op[])[Minimum.Op, Maximum.Op])
        {
            OperationTable.Of(op).Choices.ShouldBe(0);
            foreach (double x in Points) Apply(op, x, x).ShouldBe(x);
        }
    }

    [Fact]
    public void Facts_are_made_once() => OperationTable.FactsOf(Sin.Op).ShouldBeSameAs(OperationTable.FactsOf(Sin.Op));

    private static double Apply(Op op, params double[] x) =>
        Engine.Apply(op, Array.ConvertAll(x, number => Tensor.Scalar(number, DType.Float64))).Item();
}
