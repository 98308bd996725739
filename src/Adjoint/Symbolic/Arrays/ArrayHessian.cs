namespace Adjoint.Symbolic;

/// <summary>The second derivatives of a function with arrays, a number, as one matrix over all entries of its variables.</summary>
public sealed class ArrayHessian
{
    private const int MostEntries = 400;

    private ArrayHessian(IReadOnlyList<string> variables, IReadOnlyList<string> entries, Tensor matrix)
    {
        (Variables, Entries, Matrix) = (variables, entries, matrix);
        Eigenvalues = [.. ArrayValues.Entries(Linalg.Eigvalsh((matrix + matrix.Transpose()) * 0.5))];
    }

    /// <summary>The variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The names of the rows and columns: <c>x[1]</c>, <c>x[2]</c>, …</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>The matrix.</summary>
    public Tensor Matrix { get; }

    /// <summary>Its eigenvalues, the smallest first.</summary>
    public IReadOnlyList<double> Eigenvalues { get; }

    /// <summary>What the signs of the eigenvalues say: positive definite, negative semidefinite, indefinite, zero and so on.</summary>
    public string Definiteness
    {
        get
        {
            double tolerance = 1e-9 * Math.Max(1e-300, Eigenvalues.Max(Math.Abs));
            bool up = Eigenvalues.Any(value => value > tolerance);
            bool down = Eigenvalues.Any(value => value < -tolerance);
            bool flat = Eigenvalues.Any(value => Math.Abs(value) <= tolerance);
            return !up && !down ? "zero" : up && down ? "indefinite"
                : $"{(up ? "positive" : "negative")} {(flat ? "semidefinite" : "definite")}";
        }
    }

    /// <summary>Computes it at a point, by a reverse pass over a reverse pass.</summary>
    /// <param name="expression">The expression; its value is a number.</param>
    /// <param name="point">A value for each variable.</param>
    /// <param name="variables">With respect to what.</param>
    /// <returns>The matrix with its eigenvalues.</returns>
    /// <exception cref="GraphException">The value is no number, or the variables have more than 400 entries.</exception>
    public static ArrayHessian At(ArrayExpression expression, IReadOnlyDictionary<string, Tensor> point, IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(variables);
        if (!expression.IsNumber) throw new GraphException("ArrayHessian: the value is no number.");
        int count = variables.Sum(variable => expression.Find(variable).Type.Numel);
        if (count > MostEntries) throw new GraphException($"ArrayHessian: the variables have {count} entries, more than {MostEntries}.");
        using Scope scope = GradMode.On();
        Dictionary<string, Tensor> x =
            point.ToDictionary(pair => pair.Key, pair => pair.Value.Detach().To(expression.DType).Clone().WithGrad());
        Tensor y = expression.Evaluate(x);
        var rows = new List<Tensor>();
        foreach (string row in variables)
        {
            Tensor gradient = ArrayFormulas.Gradient(y, x[row]);
            var blocks = variables.Select(column => ArrayFormulas.Numbers(gradient, x[column]).Reshape(x[row].Numel, x[column].Numel));
            rows.Add(Tensor.Concat([.. blocks], 1));
        }

        return new ArrayHessian(variables, [.. variables.SelectMany(variable => Names(variable, x[variable].Shape))],
            Tensor.Concat([.. rows], 0));
    }

    /// <summary>The eigenvalues and what they say.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{Definiteness}: {string.Join(", ", Eigenvalues.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))}";

    private static IEnumerable<string> Names(string variable, Shape shape)
    {
        for (int i = 0; i < shape.Numel; i++)
        {
            int rest = i;
            var at = new int[shape.Rank];
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                at[axis] = (rest % shape[axis]) + 1;
                rest /= shape[axis];
            }

            yield return at.Length == 0 ? variable : $"{variable}[{string.Join(", ", at)}]";
        }
    }
}
