using System.CommandLine;
using Adjoint.Optim;
using Adjoint.Symbolic;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary><c>adjoint optimize</c>: runs optimizers side by side on a function, and opens their steps.</summary>
internal sealed class OptimizeCommand : Command
{
    private const string Help = "See adjoint optimize --help.";

    private readonly Argument<string?> function = new("problem")
    {
        Description = "An expression such as \"(a-1)^2 + 10*(b-a^2)^2\", or one of: "
            + $"{string.Join("; ", ProblemCatalogue.All.Select(p => $"{p.Name} ({p.Description})"))}",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> problem = new("--problem") { Description = "The same as an option.", HelpName = "NAME" };

    private readonly Option<string> optimizers = new("--optimizer")
    {
        Description = $"One or more, with commas: {string.Join(", ", OptimizerCatalogue.All.Select(choice => choice.Name))}",
        HelpName = "LIST",
        DefaultValueFactory = _ => OptimizerCatalogue.All[0].Name,
    };

    private readonly Option<double?> learningRate = NumberOption.Positive("--lr", "Learning rate [default: the optimizer's own]");
    private readonly Option<int?> steps = NumberOption.Whole("--steps", "How many steps [default: 500]", 1);
    private readonly Option<string?> start =
        new("--start") { Description = "Where to begin: a=-1,b=2; an expression needs it.", HelpName = "POINT" };
    private readonly Option<int?> dimensions = NumberOption.Whole(
        "--dim", "Variables of quadratic, noisy, rosenbrock, ackley, rastrigin [default: 2]", 1);
    private readonly Option<double?> condition = NumberOption.Positive(
        "--condition", "Condition number of the quadratic bowl [default: 100]");
    private readonly Option<double?> noise = NumberOption.NotNegative(
        "--noise", "Standard deviation of the noise in noisy's gradient [default: 1]");
    private readonly Option<ulong?> seed = NumberOption.Seed("--seed", "What the noise depends on [default: 0]");
    private readonly Option<double?> tolerance = NumberOption.Positive(
        "--tolerance", "How near to the least value counts as there [default: 1e-6]");
    private readonly Option<string?> set =
        new("--set") { Description = "Any settings: momentum=0.9,beta2=0.99; --explain lists them.", HelpName = "LIST" };
    private readonly Option<bool> uncorrected =
        new("--no-bias-correction") { Description = "Leave Adam's averages biased towards their start at 0." };
    private readonly Option<double?> l2 = NumberOption.NotNegative(
        "--l2", "λ: add λθ to the gradient. With --weight-decay: both side by side.");
    private readonly Option<double?> weightDecay = NumberOption.NotNegative(
        "--weight-decay", "λ: take lr·λ·θ off the parameters themselves.");
    private readonly Option<string> schedule = ChoiceOption.Create(
        "--schedule", "The learning rate from step to step.", ScheduleCatalogue.All.Select(s => s.Name));
    private readonly Option<int?> warmup = NumberOption.Whole(
        "--warmup", "Steps over which the learning rate rises to its full [default: 0]", 0);
    private readonly Option<double?> clip = NumberOption.Positive("--clip", "Longest gradient.");
    private readonly Option<bool> trace =
        new("--trace") { Description = "Show g, m, v, m̂, v̂, √v̂+ε, update, decay and θ of each step and coordinate." };
    private readonly Option<bool> explain = new("--explain") { Description = "Show the formulas and settings." };
    private readonly Option<bool> json = new("--json") { Description = "Write the runs as one JSON document." };

    public OptimizeCommand()
        : base("optimize", "Run optimizers side by side on a function, draw their paths, and look into each step.")
    {
        Arguments.Add(function);
        foreach (Option option in (Option[])[
            problem, optimizers, learningRate, steps, start, dimensions, condition, noise, seed, tolerance, set, uncorrected, l2,
            weightDecay, schedule, warmup, clip, trace, explain, json])
            Options.Add(option);
        ExampleHelp.AddTo(
            this, "adjoint optimize rosenbrock --optimizer sgd,adam,adamw,rmsprop --lr 0.01 --steps 500",
            "adjoint optimize \"(a-1)^2 + 10*(b-a^2)^2\" --start a=-1,b=2 --optimizer adam --steps 3 --trace",
            "adjoint optimize quadratic --optimizer sgd,adam --l2 0.1 --weight-decay 0.1 --lr 0.005 --steps 100",
            "adjoint optimize --problem logistic --optimizer lbfgs,adam --lr 0.1 --steps 50 --json");
        SetAction(Run);
    }

    private int Run(ParseResult options)
    {
        OptimizeSettings settings = Settings(options);
        OptimizeRun[] runs = [.. settings.Ways.Select(way => OptimizeRun.Of(settings, way))];
        if (options.GetValue(json))
        {
            using Stream output = Console.OpenStandardOutput();
            OptimizeJson.Write(settings, runs, output);
        }
        else
        {
            OptimizeText.Write(settings, runs, Terminal.Output());
        }

        return ExitCode.Done;
    }

    private OptimizeSettings Settings(ParseResult options)
    {
        OptimizeWay[] ways = [.. Ways(options)];
        int count = options.GetValue(steps) ?? 500, rising = options.GetValue(warmup) ?? 0;
        ScheduleEntry rates = ScheduleCatalogue.Get(options.GetValue(schedule)!);
        if (!rates.TakesWarmup && rising > 0)
            throw new UsageException($"--warmup: {rates.Name} has a warm-up of its own; drop one of the two. {Help}");
        bool compares = ways.Any(way => way.Decay != DecayKind.Own);
        return new OptimizeSettings(
            Find(options), ways, count, rates.After(rising, count), rising, options.GetValue(clip), options.GetValue(tolerance) ?? 1e-6,
            options.GetValue(trace), options.GetValue(explain))
        { Compares = compares, Observes = rising > 0 || options.GetValue(uncorrected) };
    }

    private IEnumerable<OptimizeWay> Ways(ParseResult options)
    {
        string[] names = options.GetValue(optimizers)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new UsageException($"--optimizer: no optimizer is named. {Help}");
        (string Name, UpdateRule Rule)[] rules = [.. names.Select(name => (name, Rule(name)))];
        if (options.GetValue(learningRate) is { } rate)
            rules = [.. rules.Select(rule => (rule.Name, rule.Rule with { LearningRate = rate }))];
        if (options.GetValue(set) is { } text)
        {
            foreach ((string name, double value) in NumberList.Read("--set", text, "momentum=0.9,beta2=0.99")) Change("--set", name, value);
        }

        if (options.GetValue(uncorrected)) Change("--no-bias-correction", "biasCorrection", 0);
        foreach ((string name, UpdateRule rule) in rules)
        {
            (double? coupled, double? own) = (options.GetValue(l2), options.GetValue(weightDecay));
            if (coupled is null && own is null) yield return new OptimizeWay(name, name, rule, DecayKind.Own);
            if (coupled is { } a)
                yield return new OptimizeWay(name, $"{name}, L2", rule.WithL2Decay(a) ?? throw Without("--l2", name, "L2"), DecayKind.L2);
            if (own is { } b)
                yield return new OptimizeWay(
                    name, $"{name}, decoupled", rule.WithDecoupledDecay(b) ?? throw Without("--weight-decay", name, "decoupled"),
                    DecayKind.Decoupled);
        }

        // Those that have the setting get it; someone must.
        void Change(string option, string name, double value)
        {
            UpdateRule?[] changed = [.. rules.Select(rule => rule.Rule.With(name, value))];
            if (changed.All(rule => rule is null))
                throw new UsageException(
                    $"{option}: {string.Join(", ", names)} has no setting '{name}'; "
                    + "there are "
                    + $"{string.Join(", ", rules.SelectMany(rule => rule.Rule.Settings()).Select(setting => setting.Name).Distinct())}. "
                    + $"{Help}");
            for (int i = 0; i < rules.Length; i++) rules[i].Rule = changed[i] ?? rules[i].Rule;
        }
    }

    private static UpdateRule Rule(string name) => OptimizerCatalogue.Find(name)?.Rule ?? throw new UsageException(
        $"--optimizer: '{name}' is none of {string.Join(", ", OptimizerCatalogue.All.Select(entry => entry.Name))}. {Help}");

    private static UsageException Without(string option, string name, string kind) =>
        new($"{option}: {name} has no {kind} weight decay. {Help}");

    private Problem Find(ParseResult options)
    {
        (string? first, string? second) = (options.GetValue(function), options.GetValue(problem));
        if (first is not null && second is not null)
            throw new UsageException($"--problem: the problem is given twice, '{first}' and '{second}'. {Help}");
        string text = first ?? second ?? throw new UsageException(
            $"no problem given: name one of {string.Join(", ", ProblemCatalogue.All.Select(p => p.Name))}, or write an expression. {Help}");
        int? size = options.GetValue(dimensions);
        Problem? known = ProblemCatalogue.Find(
            text, size, options.GetValue(condition) ?? 100, options.GetValue(noise) ?? 1, options.GetValue(seed) ?? 0);
        if (size is not null && known?.Coordinates.Count != size)
            throw new UsageException($"--dim: {text} does not have {size} variables. {Help}");
        if (known is null) return Typed(text, options.GetValue(start));
        return options.GetValue(start) is { } point ? new StartedProblem(known, StartPoint.Read(known, point)) : known;
    }

    private static StartedProblem Typed(string text, string? point)
    {
        Expression expression = Expression.Parse(text.TrimStart());
        if (expression.IsVector) throw new UsageException($"'{text}' is a list; one number can be minimised. {Help}");
        var typed = new ExpressionProblem(expression);
        if (typed.Coordinates.Count == 0) throw new UsageException($"'{text}' has no variable. {Help}");
        bool word = typed.Coordinates.Count == 1 && typed.Coordinates[0] == text;
        if (point is null && word)
            throw new UsageException(
                $"'{text}' is no problem: name one of {string.Join(", ", ProblemCatalogue.All.Select(p => p.Name))}, "
                + $"or write an expression. {Help}");
        if (point is null)
            throw new UsageException(
                $"--start: an expression needs a start: {string.Join(",", typed.Coordinates.Select(name => $"{name}=0"))}, "
                + $"for example. {Help}");
        return new StartedProblem(typed, StartPoint.Read(typed, point));
    }
}
