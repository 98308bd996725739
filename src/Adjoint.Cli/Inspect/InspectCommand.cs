using System.CommandLine;
using System.Diagnostics;
using Adjoint.Inspection;
using Adjoint.Models;

namespace Adjoint.Cli;

/// <summary><c>adjoint inspect</c>: the anatomy of a network.</summary>
internal sealed class InspectCommand : Command
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly Argument<string?> target = new("MODEL")
    {
        Description = "A model by name, or a sequential network in one line: \"conv 64 k3 p1, relu, pool 2, flatten, linear 10\"",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> input = new("--input")
    {
        Description = "Sizes of the input, the batch first, as 1x3x224x224 [default: the model's own]",
        HelpName = "SIZES",
    };

    private readonly Option<int?> classes = NumberOption.Whole("--classes", "Number of classes [default: the model's own]", 1);
    private readonly Option<int?> channels = NumberOption.Whole("--channels", "Channels of the input [default: the model's own]", 1);
    private readonly Option<double?> width = NumberOption.Positive(
        "--width", "By how much the layers' channels are multiplied [default: 1]");
    private readonly Option<bool> layers = new("--layers")
    {
        Description = "Every layer and operation, however deep, and the kernels that convolutions take.",
    };

    private readonly Option<int?> depth = NumberOption.Whole("--depth", "How deep modules are opened in the table [default: 2]", 1);

    private readonly Option<string?> sort = new("--sort")
    {
        Description = "Order of the table's rows, the largest first [default: as they run]",
        HelpName = string.Join('|', LayerOrder.Names),
    };

    private readonly Option<string?> filter = new("--filter")
    {
        Description = "Only rows whose name or kind has this in it",
        HelpName = "TEXT",
    };

    private readonly Option<string?> explain = new("--explain")
    {
        Description = "How a layer's parameters, MACs and receptive field come about, step by step from the input",
        HelpName = "LAYER",
    };

    private readonly Option<string?> field = new("--field")
    {
        Description = "A layer's receptive field, in theory and in effect, drawn over the input",
        HelpName = "LAYER",
    };

    private readonly Option<int?> samples = NumberOption.Whole(
        "--erf-samples", "Random inputs over which the effective field is averaged [default: 8]", 1);

    private readonly Option<ulong?> seed = NumberOption.Seed("--seed", "What all random numbers depend on [default: 0]");

    private readonly Option<string?> compare = new("--compare")
    {
        Description = "Models side by side, with commas between; within a typed network write ; for ,",
        HelpName = "A,B,C",
    };

    private readonly Option<bool> dot = new("--dot") { Description = "The graph of layers, for Graphviz." };
    private readonly Option<bool> csv = new("--csv") { Description = "Every layer as a row of comma-separated values." };
    private readonly Option<bool> json = new("--json") { Description = "Write the report as one JSON document." };
    private readonly Option<bool> layerKinds =
        new("--layer-kinds") { Description = "The layers of which a network can be typed, # for a number." };
    private readonly Option<bool> list = new("--list") { Description = "The models that there are by name." };

    public InspectCommand()
        : base("inspect", "Show the anatomy of a network: parameters, multiply-adds, memory and receptive field of every layer.")
    {
        Arguments.Add(target);
        foreach (Option option in (Option[])
            [input, classes, channels, width, layers, depth, sort, filter, explain, field, samples, seed, compare, dot, csv, json,
                layerKinds, list])
        {
            Options.Add(option);
        }

        ExampleHelp.AddTo(
            this, "adjoint inspect vgg16", "adjoint inspect vgg16 --explain features.2",
            "adjoint inspect resnet50 --input 1x3x320x320 --layers --field layer3.5",
            "adjoint inspect \"conv 64 k3 p1, relu, pool 2, flatten, linear 10\" --input 1x3x32x32",
            "adjoint inspect --compare alexnet,vgg16,resnet50 --json");
        SetAction(Run);
    }

    private int Run(ParseResult options)
    {
        if (options.GetValue(list))
        {
            foreach (ModelEntry entry in ModelCatalogue.All) Console.Out.WriteLine($"{entry.Name,-20} {entry.Summary}");
            return ExitCode.Done;
        }

        if (options.GetValue(layerKinds))
        {
            int widest = NetworkText.Layers.Max(layer => layer.Form.Length);
            foreach ((string form, string summary) in NetworkText.Layers) Console.Out.WriteLine($"{form.PadRight(widest)}  {summary}");
            return ExitCode.Done;
        }

        CheckUsage(options);
        if (options.GetValue(compare) is { } names) return Compare(options, names);
        string? layer = options.GetValue(field);
        ModelReport report = Report(options, options.GetValue(target)!, withValues: layer is not null);
        IReadOnlyList<ExplanationStep>? steps = options.GetValue(explain) is { } explained ? Explanation.Of(report, explained) : null;
        EffectiveField? effective = layer is null ? null : Measure(options, report, layer);
        Write(options, options.GetValue(target)!, report, steps, effective);
        return ExitCode.Done;
    }

    /// <summary>Measures the effective field, and says how far that is where it takes long.</summary>
    private EffectiveField Measure(ParseResult options, ModelReport report, string layer)
    {
        int count = options.GetValue(samples) ?? 8;
        long lastLine = Stopwatch.GetTimestamp();
        return EffectiveField.Of(report, layer, count, new Generator(options.GetValue(seed) ?? 0), sample =>
        {
            if (Stopwatch.GetElapsedTime(lastLine) < Silence) return;
            Console.Error.WriteLine($"sample {sample} of {count}");
            lastLine = Stopwatch.GetTimestamp();
        });
    }

    private void Write(
        ParseResult options, string name, ModelReport report, IReadOnlyList<ExplanationStep>? steps, EffectiveField? effective)
    {
        IReadOnlyList<LayerReport> rows = LayerOrder.Arrange(
            report.Layers, options.GetValue(filter), options.GetValue(sort));
        if (options.GetValue(json))
        {
            using Stream output = Console.OpenStandardOutput();
            InspectJson.Write(name, report, rows, steps, effective, output);
        }
        else if (options.GetValue(csv))
        {
            InspectCsv.Write(rows, Console.Out);
        }
        else if (options.GetValue(dot))
        {
            InspectDot.Write(report, Console.Out);
        }
        else if (steps is not null)
        {
            InspectText.Write(steps, Terminal.Output());
            if (effective is not null) FieldDrawing.Write(effective, Terminal.Output());
        }
        else
        {
            int deep = options.GetValue(layers) ? int.MaxValue : options.GetValue(depth) ?? 2;
            IReadOnlyList<LayerReport> grouped = LayerOrder.Arrange(
                LayerGroups.At(report, deep), options.GetValue(filter), options.GetValue(sort));
            InspectText.Write(name, report, grouped, options.GetValue(layers), Terminal.Output());
            if (effective is not null) FieldDrawing.Write(effective, Terminal.Output());
        }
    }

    private int Compare(ParseResult options, string names)
    {
        (string Name, ModelReport Report)[] reports = [.. names
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => (name, Report(options, name, withValues: false)))];
        if (options.GetValue(json))
        {
            using Stream output = Console.OpenStandardOutput();
            InspectJson.Write(reports, output);
        }
        else
        {
            InspectText.Write(reports, Terminal.Output());
        }

        return ExitCode.Done;
    }

    private ModelReport Report(ParseResult options, string name, bool withValues)
    {
        var random = new Generator(options.GetValue(seed) ?? 0);
        Shape? sizes = options.GetValue(input) is { } given ? InputSizes.Parse(given) : (Shape?)null;
        // Without values nothing is allocated, however large the model is.
        if (withValues) return Inspected(random);
        using Scope _ = SymbolicMode.On();
        return Inspected(random);

        ModelReport Inspected(Generator generator)
        {
            if (NetworkText.IsNetwork(name))
            {
                if (Given(options, classes, width) is { Length: > 0 } unfit)
                    throw new UsageException(
                        $"inspect: {unfit} belongs to models by name, not to a typed network. See adjoint inspect --help.");
                Shape start = sizes ?? Shape.Create([1, options.GetValue(channels) ?? 3, 224, 224]);
                return ModelReport.Of(NetworkText.Parse(name, start, generator), start);
            }

            ModelEntry entry = ModelCatalogue.Get(name);
            int[] usual = entry.Input.Span.ToArray();
            int? imageChannels = options.GetValue(channels) ?? (sizes is { Rank: > 1 } image ? image[1] : null);
            if (imageChannels is { } count && usual.Length > 1) usual[1] = count;
            Nn.Module model = entry.Build(new ModelOptions
            {
                Classes = options.GetValue(classes),
                Channels = imageChannels,
                Width = options.GetValue(width) ?? 1,
                Random = generator,
            });
            return ModelReport.Of(model, sizes ?? Shape.Create(usual));
        }
    }

    private void CheckUsage(ParseResult options)
    {
        string? named = options.GetValue(target);
        if (named is null && options.GetValue(compare) is null)
            throw new UsageException(
                "inspect: no model given; name one, type a network, or list them with --list. See adjoint inspect --help.");
        if (named is not null && options.GetValue(compare) is not null)
            throw new UsageException("inspect: give either a model or --compare. See adjoint inspect --help.");
        if (options.GetValue(compare) is { } names && names.Split(',', StringSplitOptions.TrimEntries).Any(string.IsNullOrEmpty))
            throw new UsageException($"--compare: '{names}' is not names with commas between. See adjoint inspect --help.");
        if (options.GetValue(input) is not null && options.GetValue(channels) is not null)
            throw new UsageException(
                "inspect: --input already says how many channels there are; drop --channels. See adjoint inspect --help.");
        if (options.GetValue(sort) is { } key && !LayerOrder.Names.Contains(key))
            throw new UsageException($"--sort: '{key}' is none of {string.Join(", ", LayerOrder.Names)}. See adjoint inspect --help.");
        Exclude(options, json, csv, dot);
        Exclude(options, compare, csv, dot, explain, field, depth, layers, sort, filter);
        Exclude(options, csv, dot, explain, field, depth, layers);
        Exclude(options, dot, explain, field, depth, layers, sort, filter);
        Exclude(options, layers, depth);
        if (options.GetValue(field) is null && options.GetValue(samples) is not null)
            throw new UsageException("--erf-samples: belongs to --field. See adjoint inspect --help.");
    }

    /// <summary>With an option none of some others may be given.</summary>
    private static void Exclude(ParseResult options, Option option, params ReadOnlySpan<Option> others)
    {
        if (Given(options, option).Length > 0 && Given(options, others) is { Length: > 0 } given)
            throw new UsageException($"inspect: {option.Name} and {given} do not go together. See adjoint inspect --help.");
    }

    /// <summary>Which of some options are given.</summary>
    private static string Given(ParseResult options, params ReadOnlySpan<Option> some)
    {
        var given = new List<string>();
        foreach (Option option in some)
            if (options.GetResult(option) is { Implicit: false }) given.Add(option.Name);
        return string.Join(" and ", given);
    }
}
