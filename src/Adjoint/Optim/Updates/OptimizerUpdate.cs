namespace Adjoint.Optim;

/// <summary>
/// A step of one parameter as an operation, for captures. Inputs: the parameter, its gradient, the step's scalars (float64), the
/// factor of gradients (float64), and the state tensors that the rule uses for such a parameter. Results: the parameter after
/// the step, and its state. The bits are those of the optimizer. It has no derivative.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Limit">What elements of the gradient are limited to, infinite for nothing.</param>
internal sealed record OptimizerUpdate(FusedRule Rule, double Limit) : Op
{
    private const int FirstState = 4;

    public override string Name => Rule.Name();

    public override Keep Keeps => Keep.Shapes;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, FirstState + Places(x[0].Shape).Count);
        Expect.Alike(this, x[..2]);
        ParameterTypes.Check($"{Name}: the parameter", x[0].DType);
        return new Specs([x[0], .. x[FirstState..]]);
    }

    public override void Pull(Pullback p) =>
        throw new GraphException($"{Name}: an optimizer's step has no derivative; Detach() what comes after it.");

    public override Work? Work(Call call) => new(0, call.Spec.Count);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        FusedKernel kernel = Rule.Kernel();
        List<int> places = Places(x[0].Shape);
        return Kernel.Of((inputs, results) => Run(kernel, places, inputs, results));
    }

    private void Run(FusedKernel kernel, List<int> places, ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        var state = new ParameterState(0, y[0], Rule) { Gradient = x[1].Contiguous() };
        y[0].Overwrite(x[0]);
        for (int i = 0; i < places.Count; i++)
        {
            y[i + 1].Overwrite(x[FirstState + i]);
            state.Tensors[places[i]] = y[i + 1];
        }

        double scale = (Rule.Maximize ? -1 : 1) * x[3].Item();
        kernel.Bind(y[0].DType, [state]).Step(StepScalars.Read(x[2].ToArray<double>()), scale, Limit);
    }

    /// <summary>Which of the rule's tensors such a parameter has.</summary>
    private List<int> Places(Shape parameter)
    {
        IReadOnlyList<string?> names = Rule.StateNames();
        var places = new List<int>();
        for (int place = 0; place < names.Count; place++)
            if (names[place] is not null && Rule.StateShape(place, parameter) is not null) places.Add(place);
        return places;
    }
}
