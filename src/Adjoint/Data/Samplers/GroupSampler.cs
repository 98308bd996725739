namespace Adjoint.Data;

/// <summary>All samples, group by group: the groups in random order, the samples of a group one after the other, in theirs.</summary>
public sealed class GroupSampler : Sampler
{
    private readonly long[][] members;

    /// <summary>Makes the sampler.</summary>
    /// <param name="groups">The group of each sample, such as a patient or a length: integers [N], at least one.</param>
    /// <exception cref="AdjointException">There are no groups, or they are no integers [N].</exception>
    public GroupSampler(Tensor groups)
    {
        members = SamplerDraws.Groups("GroupSampler", groups);
        Count = groups.Numel;
    }

    /// <summary>Number of groups.</summary>
    public int Groups => members.Length;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override Tensor Draw(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Tensor.Wrap<long>([.. SamplerDraws.Order(members.Length, generator).SelectMany(group => members[group])]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"GroupSampler({Count} in {Groups} groups)";
}
