namespace Adjoint.Tests.Autograd;

/// <summary>Every misuse is an error that says what to do.</summary>
public sealed class MisuseTests
{
    private static Tensor Leaf => Tensor.Of(1f, 2f).WithGrad();

    [Fact]
    public void A_second_pass_over_a_freed_graph()
    {
        Tensor y = (Leaf * Leaf).Sum();
        y.Backward();
        Says(() => y.Backward(), "Multiply", "retainGraph: true");
        Says(() => Engine.Jvp(y, [Leaf], [Tensor.Of(1f, 1f)]), "freed");
    }

    [Fact]
    public void A_root_that_is_no_number_without_a_gradient()
    {
        Says(() => (Leaf * 2).Backward(), "Backward: a tensor of shape [2] is not a single number", "Sum()");
        Says(() => Engine.Grad([Leaf * 2], [Leaf]), "Grad: a tensor of shape [2]");
    }

    [Fact]
    public void A_root_without_a_graph()
    {
        Says(() => Tensor.Scalar(1).Backward(), "no graph behind it", "RequiresGrad");
        Tensor y;
        using (GradMode.Off()) y = Leaf.Sum();
        Says(() => y.Backward(), "GradMode.Off()");
    }

    [Fact]
    public void An_input_that_is_not_used()
    {
        Tensor x = Leaf;
        Tensor other = Leaf;
        Tensor y = x.Sum();
        Says(() => Engine.Grad([y], [x, other]), "input 1, of shape [2], was not used", "allowUnused: true");
        Engine.Grad([y], [x, other], allowUnused: true)[1].ShouldBeNull();
    }

    [Fact]
    public void An_input_that_is_not_tracked()
    {
        Tensor x = Leaf;
        Says(() => Engine.Grad([x.Sum()], [Tensor.Of(1f)]), "Grad: an input of shape [1]", "set RequiresGrad before");
        Says(() => Engine.Jvp(x.Sum(), [Tensor.Of(1f)], [Tensor.Of(1f)]), "Jvp: an input of shape [1]");
    }

    [Fact]
    public void Integers_that_should_have_gradients()
    {
        Says<DTypeException>(() => Tensor.Of(1L).WithGrad(), "int64", "To(DType.Float32)");
        Says<DTypeException>(() => Tensor.Of(true).RequiresGrad = true, "bool");
        Tensor.Of(1L).WithGrad(false).RequiresGrad.ShouldBeFalse();
    }

    [Fact]
    public void A_gradient_of_the_wrong_shape_or_type()
    {
        Tensor y = Leaf * 2;
        Says<ShapeException>(() => y.Backward(Tensor.Of(1f)), "Backward: a gradient of shape [1]", "[2]");
        Says<DTypeException>(() => y.Backward(Tensor.Of(1.0, 1.0)), "float64", "To(DType.Float32)");
        Says<ShapeException>(() => Engine.Grad([y, y], [Leaf], [Tensor.Of(1f, 1f)]), "2 outputs need as many gradients, not 1");
        Says<ShapeException>(() => Engine.Jvp(y, [y], []), "1 inputs need as many tangents, not 0");
        Says<ShapeException>(() => Engine.Jvp(y, [y], [Tensor.Of(1f)]), "Jvp: a tangent of shape [1]");
        Says<ShapeException>(() => Leaf.Grad = Tensor.Of(1f), "Grad: a gradient of shape [1]");
        Says<DTypeException>(() => Leaf.Grad = Tensor.Of(1.0, 2.0), "float64");
    }

    [Fact]
    public void A_result_that_should_not_be_tracked() =>
        Says(() => (Leaf * 2).RequiresGrad = false, "Detach()");

    [Fact]
    public void Retaining_a_gradient_that_will_not_come() =>
        Says(() => Tensor.Of(1f).RetainGrad(), "RetainGrad", "does not require a gradient");

    [Fact]
    public void Null_where_a_tensor_belongs()
    {
        Should.Throw<ArgumentNullException>(() => Leaf + null!);
        Should.Throw<ArgumentNullException>(() => Tensor.Where(null!, Leaf, Leaf));
        Should.Throw<ArgumentNullException>(() => Engine.Apply(null!));
    }

    [Fact]
    public void The_wrong_number_of_inputs() =>
        Says(() => Engine.Apply(new Adjoint.Ops.Log(), Leaf, Leaf), "Log: takes 1 input, not 2");

    private static void Says(Action misuse, params string[] parts) => Says<GraphException>(misuse, parts);

    private static void Says<T>(Action misuse, params string[] parts) where T : AdjointException
    {
        string message = Should.Throw<T>(misuse).Message;
        foreach (string part in parts) message.ShouldContain(part);
    }
}
