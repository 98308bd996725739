namespace Adjoint.Data;

/// <summary>The named inputs and targets of samples: what must hold of them, and how one is found.</summary>
internal static class SampleFields
{
    /// <summary>Checks the fields, and counts the samples.</summary>
    public static int Check(
        string what, IReadOnlyList<(string Name, Tensor Values)> inputs, IReadOnlyList<(string Name, Tensor Values)> targets)
    {
        if (inputs.Count == 0) throw new AdjointException($"{what}: a sample needs at least one input.");
        (string firstName, Tensor first) = inputs[0];
        var names = new HashSet<string>();
        foreach ((string name, Tensor values) in inputs.Concat(targets))
        {
            ArgumentNullException.ThrowIfNull(name, nameof(inputs));
            ArgumentNullException.ThrowIfNull(values, nameof(inputs));
            if (!names.Add(name)) throw new AdjointException($"{what}: two inputs or targets are called '{name}'.");
            if (values.Rank == 0) throw new ShapeException($"{what}: '{name}' is a number; its first axis must be the sample.");
            if (values.Shape[0] != first.Shape[0])
                throw new ShapeException(
                    $"{what}: '{firstName}' {first.Shape} and '{name}' {values.Shape} must have the same first size, "
                    + "the number of samples.");
        }

        return first.Shape[0];
    }

    public static Tensor Find(
        string what, string name, IReadOnlyList<(string Name, Tensor Values)> inputs, IReadOnlyList<(string Name, Tensor Values)> targets)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach ((string own, Tensor values) in inputs.Concat(targets))
            if (own == name) return values;
        string all = string.Join(", ", inputs.Concat(targets).Select(field => field.Name));
        throw new AdjointException($"{what}: there is no input or target '{name}'; there are {all}.");
    }

    public static string Describe(IReadOnlyList<(string Name, Tensor Values)> fields) => fields.Count == 0
        ? "none"
        : string.Join(", ", fields.Select(field => $"{field.Name} {field.Values.DType.Name()} {field.Values.Shape}"));

    /// <summary>Applies a function to each field.</summary>
    public static IEnumerable<(string Name, Tensor Values)> Map(
        IReadOnlyList<(string Name, Tensor Values)> fields, Func<Tensor, Tensor> function) =>
        fields.Select(field => (field.Name, function(field.Values)));
}
