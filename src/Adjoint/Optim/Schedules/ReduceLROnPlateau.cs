namespace Adjoint.Optim;

/// <summary>
/// Lowers an optimizer's learning rate when a measure of quality no longer gets better. It depends on what was measured, and
/// so is no <see cref="Schedule"/>; it has a state instead.
/// </summary>
/// <remarks>
/// As in PyTorch: better is below best·(1 − threshold) (or above best·(1 + threshold)), or by the threshold itself if that is
/// absolute; after more than <c>patience</c> consecutive measures that are not, the rate of each group is multiplied, and the
/// next <c>cooldown</c> measures do not count.
/// </remarks>
/// <param name="optimizer">Whose rate is lowered.</param>
/// <param name="factor">What the rate is multiplied by, at least 0 and below 1.</param>
/// <param name="patience">How many consecutive measures may be no better, at least 0.</param>
/// <param name="threshold">By how much better is better, at least 0.</param>
/// <param name="absolute">Whether that is a difference instead of a share.</param>
/// <param name="larger">Whether larger is better, as with an accuracy.</param>
/// <param name="cooldown">How many measures after a change do not count, at least 0.</param>
/// <param name="minLr">The rate does not fall below this, at least 0.</param>
/// <exception cref="AdjointException">A setting is out of its range.</exception>
public sealed class ReduceLROnPlateau(
    Optimizer optimizer, double factor = 0.1, int patience = 10, double threshold = 1e-4, bool absolute = false,
    bool larger = false, int cooldown = 0, double minLr = 0)
{
    private const double LeastChange = 1e-8;
    private readonly Optimizer optimizer = Checked(
        optimizer, Setting.Fraction(nameof(factor), factor), Setting.NotNegative(nameof(patience), patience),
        Setting.NotNegative(nameof(threshold), threshold), Setting.NotNegative(nameof(cooldown), cooldown),
        Setting.NotNegative(nameof(minLr), minLr));
    private long resting;

    /// <summary>The best measure so far.</summary>
    public double Best { get; private set; } = larger ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>How many measures in a row were no better.</summary>
    public long BadMeasures { get; private set; }

    /// <summary>Takes one measure, usually after an epoch.</summary>
    /// <returns>Whether the rate was lowered.</returns>
    public bool Step(double measure)
    {
        if (IsBetter(measure)) (Best, BadMeasures) = (measure, 0);
        else BadMeasures++;
        if (resting > 0) (resting, BadMeasures) = (resting - 1, 0);
        if (BadMeasures <= patience) return false;
        (resting, BadMeasures) = (cooldown, 0);
        bool lowered = false;
        foreach (ParameterGroup group in optimizer.Groups)
        {
            double rate = Math.Max(group.LearningRate * factor, minLr);
            if (group.LearningRate - rate <= LeastChange) continue;
            group.LearningRate = rate;
            lowered = true;
        }

        return lowered;
    }

    /// <summary>What was seen so far; the rates are in the optimizer's state.</summary>
    public OrderedDictionary<string, Tensor> StateDict() => new()
    {
        { "best", Tensor.Of(Best) }, { "num_bad_epochs", Tensor.Of(BadMeasures) }, { "cooldown_counter", Tensor.Of(resting) },
    };

    /// <summary>Takes over what <see cref="StateDict"/> gave.</summary>
    /// <exception cref="AdjointException">A name is missing.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double Take(string name) => state.TryGetValue(name, out Tensor? value)
            ? value.Item()
            : throw new AdjointException($"LoadStateDict: the state does not fit ReduceLROnPlateau: {name} is missing.");
        (Best, BadMeasures, resting) = (Take("best"), (long)Take("num_bad_epochs"), (long)Take("cooldown_counter"));
    }

    /// <summary>The settings, and what was seen so far.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ReduceLROnPlateau(factor = {factor}, patience = {patience}; best = {Best}, bad measures = {BadMeasures})");

    private static Optimizer Checked(Optimizer optimizer, params ReadOnlySpan<Setting> settings)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        foreach (Setting setting in settings) setting.Check(nameof(ReduceLROnPlateau));
        return optimizer;
    }

    private bool IsBetter(double measure)
    {
        double margin = absolute ? threshold : threshold * Best;
        if (double.IsInfinity(Best)) return larger ? measure > Best : measure < Best;
        return larger ? measure > Best + margin : measure < Best - margin;
    }
}
