using Adjoint.Data;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>How well a classifier does on a dataset.</summary>
public sealed class ClassifierScore
{
    private readonly long[,] confusion;

    private ClassifierScore(double loss, long[,] confusion)
    {
        this.confusion = confusion;
        Loss = loss;
        for (int actual = 0; actual < Classes; actual++)
        {
            Correct += this[actual, actual];
            for (int predicted = 0; predicted < Classes; predicted++) Count += this[actual, predicted];
        }
    }

    /// <summary>Number of classes.</summary>
    public int Classes => confusion.GetLength(0);

    /// <summary>Number of samples.</summary>
    public long Count { get; }

    /// <summary>Number of samples whose largest logit is that of their class.</summary>
    public long Correct { get; }

    /// <summary>Mean cross-entropy, in nats; NaN without samples.</summary>
    public double Loss { get; }

    /// <summary>Share of correct answers, 0 to 1; NaN without samples.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>How many samples of one class were taken for another.</summary>
    public long this[int actual, int predicted] => confusion[actual, predicted];

    /// <summary>
    /// Evaluates a model: it maps inputs to logits [N, classes], targets are class numbers [N]. The model is in
    /// evaluation mode meanwhile, and nothing is recorded.
    /// </summary>
    /// <exception cref="AdjointException">Shapes do not fit, or a target is no class.</exception>
    public static ClassifierScore Of(Module model, DataLoader data, int classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var modes = model.NamedModules().Select(named => (named.Module, named.Module.Training)).ToList();
        model.Eval();
        try
        {
            return Evaluate(model, data, classes);
        }
        finally
        {
            // Outer modules come first, so that inner ones get back a mode of their own.
            foreach ((Module module, bool training) in modes) module.Train(training);
        }
    }

    private static ClassifierScore Evaluate(Module model, DataLoader data, int classes)
    {
        using GradMode.Scope _ = GradMode.Off();
        var confusion = new long[classes, classes];
        double loss = 0;
        long count = 0;
        foreach (Batch batch in data)
        {
            Tensor logits = model.Call(batch.Inputs);
            if (logits.Rank != 2 || logits.Shape[1] != classes)
                throw new ShapeException($"ClassifierScore: the model gives {logits.Shape}, not logits [N, {classes}].");
            loss += logits.CrossEntropy(batch.Targets, reduction: Reduction.Sum).Item();
            count += batch.Count;
            long[] predicted = logits.ArgMax(1).ToArray<long>();
            long[] actual = batch.Targets.ToArray<long>();
            for (int i = 0; i < actual.Length; i++)
            {
                if ((ulong)actual[i] >= (ulong)classes)
                    throw new AdjointException($"ClassifierScore: a target of {actual[i]} is no class below {classes}.");
                confusion[actual[i], predicted[i]]++;
            }
        }

        return new ClassifierScore(loss / count, confusion);
    }
}
