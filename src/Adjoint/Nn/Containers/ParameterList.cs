using System.Collections;

namespace Adjoint.Nn;

/// <summary>
/// Parameters in a list, called 0, 1, 2, … A member of type <c>List&lt;Tensor&gt;</c> with <see cref="ParameterAttribute"/> does as well;
/// this is for lists that several modules share, and where PyTorch's name is wanted.
/// </summary>
public sealed class ParameterList : Module, IReadOnlyList<Tensor>
{
    private List<Tensor> parameters = [];

    /// <summary>Creates the list.</summary>
    /// <param name="parameters">The parameters, in order; they require gradients from now on.</param>
    public ParameterList(params ReadOnlySpan<Tensor> parameters)
    {
        foreach (Tensor parameter in parameters) Add(parameter);
    }

    /// <summary>Number of parameters.</summary>
    public int Count => parameters.Count;

    /// <summary>A parameter by its index.</summary>
    /// <param name="index">The index.</param>
    /// <returns>The parameter itself, not a copy.</returns>
    public Tensor this[int index] => parameters[index];

    /// <summary>Appends a parameter under its index as name.</summary>
    /// <param name="parameter">The parameter; it requires gradients from now on.</param>
    public void Add(Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.RequiresGrad = true;
        parameters.Add(parameter);
    }

    /// <summary>Enumerates the parameters in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<Tensor> GetEnumerator() => parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var visited = new List<Tensor>();
        for (int i = 0; i < parameters.Count; i++)
        {
            Tensor? parameter = parameters[i];
            members.Parameter(i.ToString(CultureInfo.InvariantCulture), ref parameter);
            visited.Add(parameter);
        }

        parameters = visited;
    }
}

/// <summary>Parameters by name, in the order in which they were added.</summary>
public sealed class ParameterDict : Module, IEnumerable<KeyValuePair<string, Tensor>>
{
    private OrderedDictionary<string, Tensor> parameters = [];

    /// <summary>Number of parameters.</summary>
    public int Count => parameters.Count;

    /// <summary>A parameter by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The parameter itself, not a copy.</returns>
    /// <exception cref="AdjointException">There is none of that name.</exception>
    public Tensor this[string name] => parameters.GetValueOrDefault(name) ?? throw new AdjointException(
        $"ParameterDict: there is no parameter \"{name}\", only {string.Join(", ", parameters.Keys)}.");

    /// <summary>Whether there is a parameter of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there is.</returns>
    public bool ContainsKey(string name) => parameters.ContainsKey(name);

    /// <summary>Adds a parameter under a new name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter; it requires gradients from now on.</param>
    /// <exception cref="AdjointException">The name is taken.</exception>
    public void Add(string name, Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameter);
        if (!parameters.TryAdd(name, parameter)) throw new AdjointException($"ParameterDict: the name \"{name}\" is taken.");
        parameter.RequiresGrad = true;
    }

    /// <summary>Enumerates names and parameters in order.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Members(MemberVisitor members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var visited = new OrderedDictionary<string, Tensor>();
        foreach ((string name, Tensor own) in parameters)
        {
            Tensor? parameter = own;
            members.Parameter(name, ref parameter);
            visited.Add(name, parameter);
        }

        parameters = visited;
    }
}
