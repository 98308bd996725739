using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>All that is to be said of a function with arrays at a point, or of its shapes and formulas alone.</summary>
internal sealed class ArrayReport
{
    private const int MostRows = 2000;
    private const long MostJacobianEntries = 1_000_000;

    public ArrayReport(ArraySettings settings)
    {
        Settings = settings;
        (ArrayExpression f, Dictionary<string, Tensor>? point) = (settings.Expression, settings.Point);
        Trace = point is null ? ArrayDerivation.Of(f) : ArrayDerivation.Of(f, point);
        long largest = settings.Variables.Select(name => (long)(point?[name].Numel ?? 0)).DefaultIfEmpty().Max();
        IsLarge = !f.IsNumber && Trace.Value is { } value && (value.Numel > MostRows || value.Numel * largest > MostJacobianEntries);
        Gradients = point is null || IsLarge ? null : ArrayGradient.At(f, point, settings.Variables);
        Formulas = Gradients is null ? [.. settings.Variables.Select(f.Jacobian)] : [.. Gradients.Select(gradient => gradient.Formula)];
        if (settings.HasEntries && f.IsNumber) Entries = [.. settings.Variables.Select(f.Entry)];
        if (settings.Order == 2)
        {
            Second =
            [
                .. settings.Variables.SelectMany((first, i) => settings.Variables.Skip(i).Select(second => f.Hessian(first, second))),
            ];
            if (point is not null && settings.Variables.Count > 0) Hessian = ArrayHessian.At(f, point, settings.Variables);
        }

        if (settings.Direction is { } direction) Slope = SlopeAlong(direction);
        if (settings.Unknowns is { } unknowns) Critical = CriticalPoint.Find(f, settings.Given, unknowns);
    }

    public ArraySettings Settings { get; }

    public ArrayDerivation Trace { get; }

    /// <summary>Whether the Jacobian would have more numbers than anybody reads.</summary>
    public bool IsLarge { get; }

    /// <summary>The derivatives in four ways, at a point.</summary>
    public IReadOnlyList<ArrayGradient>? Gradients { get; }

    public IReadOnlyList<ArrayFormula> Formulas { get; }

    public IReadOnlyList<ArrayFormula> Entries { get; } = [];

    /// <summary>The formulas of second derivatives.</summary>
    public IReadOnlyList<ArrayFormula> Second { get; } = [];

    public ArrayHessian? Hessian { get; }

    /// <summary>The derivative in the direction.</summary>
    public Tensor? Slope { get; }

    /// <summary>The length of the direction.</summary>
    public double Length => Math.Sqrt(Settings.Direction!.Values.Sum(value => value.Square().Sum().Item()));

    public IReadOnlyList<CriticalPoint>? Critical { get; }

    private Tensor SlopeAlong(Dictionary<string, Tensor> direction)
    {
        ArrayExpression f = Settings.Expression;
        using Scope scope = GradMode.On();
        Dictionary<string, Tensor> x = Settings.Point!.ToDictionary(pair => pair.Key, pair => pair.Value.To(f.DType).Clone().WithGrad());
        Tensor y = f.Evaluate(x);
        if (!y.RequiresGrad) return Tensor.ZerosLike(y);
        string[] moved = [.. direction.Keys];
        return Engine.Jvp(y, [.. moved.Select(name => x[name])], [.. moved.Select(name => direction[name].To(f.DType))]).Detach();
    }
}
