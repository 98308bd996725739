using System.CommandLine;
using System.Globalization;
using Adjoint.Models;
using Adjoint.Optim;
using Adjoint.Training;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary><c>adjoint train</c>: reads the options, trains, reports.</summary>
internal sealed class TrainCommand : Command
{
    private readonly Option<string> data = ChoiceOption.Create(
        "--data", "What to train on; the digits are embedded.", DatasetCatalogue.All.Select(entry => entry.Name));

    private readonly Option<string?> dataDirectory = new("--data-dir")
    {
        Description = $"Folder of the Fashion-MNIST files [default: {Adjoint.Data.FashionMnist.DefaultDirectory}]",
        HelpName = "DIR",
    };

    private readonly Option<string?> model = new("--model")
    {
        Description = "The network, by a name that adjoint inspect --list gives [default: "
            + $"{string.Join(", ", DatasetCatalogue.All.Select(entry => $"{entry.Model.Name} for {entry.Name}"))}]",
        HelpName = "NAME",
    };

    private readonly Option<int?> epochs = NumberOption.Whole(
        "--epochs", $"How often to go through the training data [default: {Defaults(entry => entry.Epochs)}]", 1);

    private readonly Option<int?> batchSize = NumberOption.Whole(
        "--batch-size", $"Samples per step [default: {Defaults(entry => entry.BatchSize)}]", 1);

    private readonly Option<double?> learningRate = NumberOption.Positive(
        "--lr",
        "Learning rate [default: the optimizer's own: "
        + $"{string.Join(", ", OptimizerCatalogue.All.Take(3).Select(RateOf))}, ...]");

    private readonly Option<string> optimizer = ChoiceOption.Create(
        "--optimizer", "The rule of the step; sgd has a momentum of 0.9.", OptimizerCatalogue.All.Select(choice => choice.Name));

    private readonly Option<string> schedule = ChoiceOption.Create(
        "--schedule", "The learning rate from step to step, over the whole training.", ScheduleCatalogue.All.Select(choice => choice.Name));

    private readonly Option<int?> warmup = NumberOption.Whole(
        "--warmup", "Steps over which the learning rate rises to its full [default: 0]", 0);

    private readonly Option<double?> weightDecay = NumberOption.NotNegative(
        "--weight-decay", "λ of the optimizer's own kind of weight decay [default: the optimizer's own]");

    private readonly Option<double?> clip = NumberOption.Positive("--clip", "Longest gradient, of all parameters together.");

    private readonly Option<double?> ema = NumberOption.Fraction(
        "--ema", "Evaluate an exponential moving average of the parameters that keeps this share at each step, such as 0.999.");

    private readonly Option<ulong?> seed = NumberOption.Seed(
        "--seed", "What all random numbers depend on; equal seeds give equal results [default: 0]");

    private readonly Option<int?> threads = NumberOption.Whole(
        "--threads", "Threads to compute with; results do not depend on it [default: one per processor]", 1);

    private readonly Option<bool> json = new("--json") { Description = "Write the report as one JSON document." };

    public TrainCommand()
        : base("train", "Train a convolutional network on images, and report how well it does on images it has not seen.")
    {
        foreach (Option option in (Option[])[
            data, dataDirectory, model, epochs, batchSize, learningRate, optimizer, schedule, warmup, weightDecay, clip, ema, seed, threads,
            json])
            Options.Add(option);
        ExampleHelp.AddTo(
            this, "adjoint train", "adjoint train --epochs 10 --optimizer sgd --lr 0.1 --seed 7",
            "adjoint train --optimizer adamw --schedule cosine --warmup 50 --clip 1 --ema 0.99",
            "adjoint train --data fashion-mnist --json > report.json", "adjoint train --model resnet18 --epochs 3");
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
        TrainRun run = display.Around(() => TrainRun.Of(settings, display, interruption.Token));
        if (options.GetValue(json))
        {
            using Stream output = Console.OpenStandardOutput();
            TrainJson.Write(run, output);
        }
        else
        {
            TrainText.Write(run, Terminal.Output());
        }

        return run.Report.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private TrainSettings Settings(ParseResult options)
    {
        DatasetEntry dataset = DatasetCatalogue.Get(options.GetValue(data)!);
        OptimizerEntry choice = OptimizerCatalogue.Get(options.GetValue(optimizer)!);
        ScheduleEntry rates = ScheduleCatalogue.Get(options.GetValue(schedule)!);
        UpdateRule rule = choice.Training;
        if (options.GetValue(learningRate) is { } rate) rule = rule with { LearningRate = rate };
        if (options.GetValue(weightDecay) is { } decay)
            rule = rule.With("weightDecay", decay)
                ?? throw new UsageException($"--weight-decay: {choice.Name} has no weight decay. See adjoint train --help.");
        int rising = options.GetValue(warmup) ?? 0;
        if (!rates.TakesWarmup && rising > 0)
            throw new UsageException($"--warmup: {rates.Name} has a warm-up of its own; drop one of the two. See adjoint train --help.");
        string? directory = options.GetValue(dataDirectory);
        if (directory is not null && dataset.DefaultDirectory is null)
            throw new UsageException(
                $"--data-dir: the data '{dataset.Name}' is embedded and has no folder; drop the option, or choose other --data. "
                + "See adjoint train --help.");
        return new TrainSettings(
            dataset,
            options.GetValue(model) is { } name ? ModelCatalogue.Get(name) : dataset.Model,
            directory,
            options.GetValue(epochs) ?? dataset.Epochs,
            options.GetValue(batchSize) ?? dataset.BatchSize,
            choice.Name,
            rule,
            rates,
            rising,
            options.GetValue(clip),
            options.GetValue(ema),
            options.GetValue(seed) ?? 0);
    }

    private static string RateOf(OptimizerEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Training.LearningRate} for {entry.Name}");

    private static string Defaults(Func<DatasetEntry, int> value) =>
        string.Join(", ", DatasetCatalogue.All.Select(entry => $"{value(entry)} for {entry.Name}"));
}
