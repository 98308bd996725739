namespace Adjoint.Optim;

/// <summary>
/// A step of one parameter as an operation, for captures. Inputs: the parameter, its gradient, the step's scalars (float64), the
/// factor of gradients (float64), and the state tensors that the rule uses for such a parameter. Results: the parameter after
/// the step, and its state. Elements of the gradient are limited to ±Limit. The bits are those of the optimizer. It has no derivative.
/// </summary>
internal sealed record OptimizerUpdate(FusedRule Rule, double Limit) : Op
{
    private const int FirstState = 4;

    public override string Name => Rule.Name();

    public override Keep Keeps => Keep.Shapes;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, FirstState + Rule.States(x[0].Shape).Count());
        Expect.Alike(this, x[..2]);
        ParameterTypes.Check($"{Name}: the parameter", x[0].DType);
        return new Specs([x[0], .. x[FirstState..]]);
    }

    public override void Pull(Pullback p) =>
        throw new GraphException($"{Name}: an optimizer's step has no derivative; Detach() what comes after it.");

    public override Work? Work(Call call) => new(0, call.Spec.Numel);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        FusedKernel kernel = Rule.Kernel();
        int[] places = [.. Rule.States(x[0].Shape).Select(state => state.Place)];
        return Kernel.Of((inputs, results) => Run(kernel, places, inputs, results));
    }

    private void Run(FusedKernel kernel, int[] places, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        var state = new ParameterState(0, y[0], Rule) { Gradient = x[1].Contiguous() };
        y[0].Overwrite(x[0]);
        for (int i = 0; i < places.Length; i++)
        {
            y[i + 1].Overwrite(x[FirstState + i]);
            state.Tensors[places[i]] = y[i + 1];
        }

        double scale = (Rule.Maximize ? -1 : 1) * x[3].Item();
        kernel.Bind(y[0].DType, [state]).Step(StepScalars.Read(x[2].ToArray<double>()), scale, Limit);
    }
}
