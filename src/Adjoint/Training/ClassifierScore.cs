using System.Text.Json.Serialization;
using Adjoint.Data;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>How well a classifier does on a dataset.</summary>
[JsonConverter(typeof(ClassifierScoreJsonConverter))]
public sealed class ClassifierScore
{
    private readonly long[,] confusion;

    internal ClassifierScore(double loss, long[,] confusion)
    {
        (this.confusion, Loss, Count) = (confusion, loss, confusion.Cast<long>().Sum());
        Correct = Enumerable.Range(0, Classes).Sum(own => confusion[own, own]);
    }

    /// <summary>Number of classes.</summary>
    public int Classes => confusion.GetLength(0);

    /// <summary>Number of samples.</summary>
    public long Count { get; }

    /// <summary>Number of samples whose largest logit is that of their class.</summary>
    public long Correct { get; }

    /// <summary>Mean cross-entropy, in nats, by whatever loss the model was trained; NaN without samples.</summary>
    public double Loss { get; }

    /// <summary>Share of correct answers, 0 to 1; NaN without samples.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>How many samples of one class were taken for another.</summary>
    /// <param name="actual">The class that they are of.</param>
    /// <param name="predicted">The class that they were taken for.</param>
    /// <returns>The number of samples.</returns>
    public long this[int actual, int predicted] => confusion[actual, predicted];

    /// <summary>How many are right, and the loss.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Correct} of {Count} right ({100 * Accuracy:F2} %), loss {Loss:G5}");

    /// <summary>
    /// Evaluates a model: it maps inputs to logits [N, classes], targets are class numbers [N]. The model is in
    /// evaluation mode meanwhile, and nothing is recorded.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples, in batches of a size that fits into memory.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>The score.</returns>
    /// <exception cref="AdjointException">Shapes do not fit, or a target is no class.</exception>
    public static ClassifierScore Of(Module model, DataLoader data, int classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using ModuleModes.Scope evaluating = ModuleModes.Evaluating(model);
        using Scope noGrad = GradMode.Off();
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
