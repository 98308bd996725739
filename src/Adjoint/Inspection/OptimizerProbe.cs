using Adjoint.Optim;

namespace Adjoint.Inspection;

/// <summary>
/// Watches the steps of an optimizer over a network: for each step and parameter, how far it went, in which direction, and
/// why. The numbers are those that the rule itself computed.
/// </summary>
/// <example>
/// <code>
/// using var probe = new OptimizerProbe(optimizer, net.NamedParameters());
/// // train
/// foreach (StepRecord record in probe.Records) Console.WriteLine(record);
/// </code>
/// </example>
public sealed class OptimizerProbe : IDisposable
{
    private readonly Optimizer optimizer;
    private readonly Action<StepTrace>? before;
    private readonly Dictionary<Tensor, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly List<StepRecord> records = [];

    /// <summary>Begins to watch, until disposed.</summary>
    /// <param name="optimizer">Whose steps to watch.</param>
    /// <param name="named">Names for parameters; others are called by their number.</param>
    public OptimizerProbe(Optimizer optimizer, IEnumerable<(string Name, Tensor Parameter)>? named = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        this.optimizer = optimizer;
        foreach ((string name, Tensor parameter) in named ?? []) names[parameter] = name;
        before = optimizer.Observer;
        optimizer.Observer = before + Observe;
    }

    /// <summary>What was seen, step after step and parameter after parameter.</summary>
    public IReadOnlyList<StepRecord> Records => records;

    /// <summary>Ends the watch; the records stay.</summary>
    public void Dispose() => optimizer.Observer = before;

    /// <summary>How many records there are.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"OptimizerProbe of {records.Count} records";

    private void Observe(StepTrace trace)
    {
        string name = names.GetValueOrDefault(trace.Parameter, trace.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        records.Add(StepRecord.Of(name, optimizer.Steps + 1, trace));
    }
}
