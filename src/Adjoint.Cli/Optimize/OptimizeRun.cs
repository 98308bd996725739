using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>How one optimizer went.</summary>
/// <param name="Way">The optimizer.</param>
/// <param name="Path">The point before the first step and after each.</param>
/// <param name="Values">The value at each of these, without noise.</param>
/// <param name="Distance">From the last point to the nearest minimum; null if none is known.</param>
/// <param name="StepsToTolerance">After how many steps the value was near enough to the least; null for never.</param>
/// <param name="Evaluations">How often the gradient was computed.</param>
/// <param name="Diverged">Whether it ended early, at a value or gradient that is no number.</param>
/// <param name="Steps">What each step did, if asked for.</param>
internal sealed record OptimizeRun(
    OptimizeWay Way, IReadOnlyList<double[]> Path, IReadOnlyList<double> Values, double? Distance, int? StepsToTolerance,
    long Evaluations, bool Diverged, IReadOnlyList<TracedStep> Steps)
{
    /// <summary>How many steps it made.</summary>
    public int StepCount => Path.Count - 1;

    /// <summary>Runs one.</summary>
    public static OptimizeRun Of(OptimizeSettings settings, OptimizeWay way)
    {
        Problem problem = settings.Problem;
        IReadOnlyList<Tensor> parameters = problem.Start();
        Optimizer optimizer = way.Rule.CreateOptimizer(parameters);
        optimizer.Schedule = settings.Schedule;
        if (settings.Clip is { } longest) optimizer.Clip = GradientClip.ByNorm(longest);
        var path = new List<double[]>();
        var values = new List<double>();
        var steps = new List<TracedStep>();
        var traces = new List<StepTrace>();
        bool traced = settings.Trace || settings.Compares || settings.Observes;
        if (traced) optimizer.Observer = traces.Add;
        long evaluations = 0;
        bool diverged = false;
        Note();
        if (!double.IsFinite(values[0]))
            throw new AdjointException(
                $"{problem.Name}: the function has no finite value at the start ({Point(problem, path[0])}); choose another with --start.");
        for (int step = 1; step <= settings.Steps && !diverged; step++)
        {
            double rate = optimizer.LearningRate;
            try
            {
                optimizer.Step(Evaluate);
            }
            catch (AdjointException) when (optimizer.Gradients.NotFinite > 0)
            {
                diverged = true;
                break;
            }

            Note();
            if (traced) steps.Add(TracedStep.Of(step, rate, traces, problem));
            traces.Clear();
            diverged = !path[^1].All(double.IsFinite);
        }

        int there = problem.LeastValue is { } least ? values.FindIndex(value => Math.Abs(value - least) <= settings.Tolerance) : -1;
        return new OptimizeRun(
            way, path, values, problem.Distance(path[^1]), there < 0 ? null : there, evaluations, diverged, steps);

        Tensor Evaluate()
        {
            optimizer.ZeroGrad();
            Tensor loss = problem.Loss(parameters, evaluations++);
            loss.Backward();
            return loss;
        }

        void Note()
        {
            path.Add([.. parameters.SelectMany(parameter => parameter.ToArray<double>())]);
            values.Add(problem.Value(parameters));
        }
    }

    private static string Point(Problem problem, double[] point) => string.Join(
        ", ", problem.Coordinates.Take(4).Select(
            (name, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} = {point[i]}")));
}
