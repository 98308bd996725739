using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary><c>adjoint train</c>: reads the options, trains, reports.</summary>
internal sealed class TrainCommand : Command
{
    private readonly Option<string> data = Choice(
        "--data", "What to train on; the digits are embedded.", Workload.All.Select(workload => workload.Name));

    private readonly Option<string?> dataDirectory = new("--data-dir")
    {
        Description = $"Folder of the Fashion-MNIST files [default: {Adjoint.Data.FashionMnist.DefaultDirectory}]",
        HelpName = "DIR",
    };

    private readonly Option<int?> epochs = NumberOption.Whole(
        "--epochs", $"How often to go through the training data [default: {Defaults(workload => workload.Epochs)}]", 1);

    private readonly Option<int?> batchSize = NumberOption.Whole(
        "--batch-size", $"Samples per step [default: {Defaults(workload => workload.BatchSize)}]", 1);

    private readonly Option<double?> learningRate = NumberOption.Positive(
        "--lr",
        $"Learning rate [default: {string.Join(", ", OptimizerChoice.All.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.LearningRate} for {o.Name}")))}]");

    private readonly Option<string> optimizer = Choice(
        "--optimizer", "The rule of the step; sgd has a momentum of 0.9.", OptimizerChoice.All.Select(choice => choice.Name));

    private readonly Option<ulong?> seed = NumberOption.Seed(
        "--seed", "What all random numbers depend on; equal seeds give equal results [default: 0]");

    private readonly Option<int?> threads = NumberOption.Whole(
        "--threads", "Threads to compute with; results do not depend on it [default: one per processor]", 1);

    private readonly Option<bool> json = new("--json") { Description = "Write the report as one JSON document." };

    public TrainCommand()
        : base("train", "Train a convolutional network on images, and report how well it does on images it has not seen.")
    {
        Options.Add(data);
        Options.Add(dataDirectory);
        Options.Add(epochs);
        Options.Add(batchSize);
        Options.Add(learningRate);
        Options.Add(optimizer);
        Options.Add(seed);
        Options.Add(threads);
        Options.Add(json);
        ExampleHelp.AddTo(
            this, "adjoint train", "adjoint train --epochs 10 --optimizer sgd --lr 0.1 --seed 7",
            "adjoint train --data fashion-mnist --json > report.json");
        SetAction(Run);
    }

    private int Run(ParseResult options)
    {
        TrainSettings settings = Settings(options);
        if (options.GetValue(threads) is { } count) AdjointSettings.Threads = count;
        IAnsiConsole terminal = Terminal.Error();
        bool live = terminal.Profile.Capabilities.Ansi;
        ITrainingDisplay display = live ? new LiveDisplay(terminal) : new PlainDisplay(Console.Error);
        using var interruption = new Interruption();
        var run = new TrainingRun(settings, display, interruption.Token);
        TrainingReport report = display.Around(run.Run);
        if (options.GetValue(json))
        {
            using Stream output = Console.OpenStandardOutput();
            JsonReport.Write(report, output);
        }
        else
        {
            TextReport.Write(report, Terminal.Output());
        }

        return report.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private TrainSettings Settings(ParseResult options)
    {
        Workload workload = Workload.All.First(known => known.Name == options.GetValue(data));
        OptimizerChoice choice = OptimizerChoice.All.First(known => known.Name == options.GetValue(optimizer));
        string? directory = options.GetValue(dataDirectory);
        if (directory is not null && workload.DefaultDirectory is null)
            throw new UsageException($"--data-dir: the data '{workload.Name}' is embedded and has no folder; drop the option, or choose other --data. See adjoint train --help.");
        return new TrainSettings(
            workload,
            directory ?? workload.DefaultDirectory,
            options.GetValue(epochs) ?? workload.Epochs,
            options.GetValue(batchSize) ?? workload.BatchSize,
            choice,
            options.GetValue(learningRate) ?? choice.LearningRate,
            options.GetValue(seed) ?? 0);
    }

    private static Option<string> Choice(string name, string description, IEnumerable<string> names)
    {
        string[] known = [.. names];
        return new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', known),
            DefaultValueFactory = _ => known[0],
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!known.Contains(text)) result.AddError($"{name}: '{text}' is none of {string.Join(", ", known)}.");
                return text;
            },
        };
    }

    private static string Defaults(Func<Workload, int> value) =>
        string.Join(", ", Workload.All.Select(workload => $"{value(workload)} for {workload.Name}"));
}
