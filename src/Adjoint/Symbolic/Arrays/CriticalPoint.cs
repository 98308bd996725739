namespace Adjoint.Symbolic;

/// <summary>A point where all first derivatives of a function with arrays are zero.</summary>
/// <param name="Point">A value for each unknown.</param>
/// <param name="Value">The function there.</param>
/// <param name="Hessian">Its second derivatives there.</param>
public sealed record CriticalPoint(IReadOnlyDictionary<string, Tensor> Point, double Value, ArrayHessian Hessian)
{
    private const int Starts = 60;
    private const int MostSteps = 60;
    private const int MostUnknowns = 12;

    /// <summary>What the second derivatives say: a minimum, a maximum, a saddle point, or nothing.</summary>
    public string Kind => Hessian.Definiteness switch
    {
        "positive definite" => "minimum",
        "negative definite" => "maximum",
        "indefinite" => "saddle point",
        _ => "degenerate: the second derivatives do not decide",
    };

    /// <summary>Searches from many random starts with Newton's method, damped as by Levenberg and Marquardt.</summary>
    /// <param name="expression">The expression; its value is a number.</param>
    /// <param name="given">Values of the other variables; one of an unknown is a start.</param>
    /// <param name="unknowns">The variables that are searched for, with at most 12 entries.</param>
    /// <returns>The points found, sorted by value; there may be others.</returns>
    /// <exception cref="GraphException">The value is no number, there are too many entries, or a variable has no value.</exception>
    public static IReadOnlyList<CriticalPoint> Find(
        ArrayExpression expression, IReadOnlyDictionary<string, Tensor> given, IReadOnlyList<string> unknowns)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(unknowns);
        if (!expression.IsNumber) throw new GraphException("CriticalPoint: the value is no number.");
        int count = unknowns.Sum(variable => expression.Find(variable).Type.Numel);
        if (count > MostUnknowns)
            throw new GraphException(
                $"CriticalPoint: the unknowns have {count} entries; up to {MostUnknowns} are searched, so choose fewer.");
        using Scope scope = GradMode.On();
        var search = new Search(expression, given, unknowns);
        var found = new List<(double[] X, double Value)>();
        var random = new Generator(1UL);
        double[] scales = [0, 1, 1, 3, 10];
        for (int start = 0; start < Starts; start++)
        {
            double[] x = ArrayValues.Entries(Tensor.Normal([count], 0, 1, random, DType.Float64) * scales[start % scales.Length]);
            if (start == 0) x = search.Given();
            if (search.Run(x) is not { } end || found.Exists(other => IsSame(other.X, end))) continue;
            found.Add((end, search.Value(end)));
        }

        return
        [
            .. found.OrderBy(point => point.Value).Select(point =>
            {
                Dictionary<string, Tensor> at = search.Point(point.X);
                return new CriticalPoint(
                    unknowns.ToDictionary(name => name, name => at[name].Detach()), point.Value, ArrayHessian.At(expression, at, unknowns));
            }),
        ];
    }

    /// <summary>The kind and the value.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}: {Value}");

    private static bool IsSame(double[] a, double[] b)
    {
        double scale = 1 + a.Max(Math.Abs);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max() < 1e-5 * scale;
    }

    private sealed class Search(ArrayExpression f, IReadOnlyDictionary<string, Tensor> given, IReadOnlyList<string> unknowns)
    {
        /// <summary>The given values of the unknowns, zeros for those that have none.</summary>
        public double[] Given() => [.. unknowns.SelectMany(name => given.TryGetValue(name, out Tensor? value)
            ? ArrayValues.Entries(value)
            : new double[f.Find(name).Type.Numel])];

        public Dictionary<string, Tensor> Point(double[] x)
        {
            var point = new Dictionary<string, Tensor>();
            foreach (ArrayNode variable in f.All)
                if (given.TryGetValue(variable.Name!, out Tensor? value)) point[variable.Name!] = value.To(f.DType);
            int at = 0;
            foreach (string name in unknowns)
            {
                ArrayType type = f.Find(name).Type;
                point[name] = Tensor.From<double>(x.AsSpan(at, type.Numel).ToArray()).Reshape(type.Sizes).To(f.DType).WithGrad();
                at += type.Numel;
            }

            return point;
        }

        public double Value(double[] x) => f.Evaluate(Point(x)).Item();

        /// <summary>Where the gradient is zero, from a start; null where the search leads nowhere.</summary>
        public double[]? Run(double[] x)
        {
            double damping = 1e-3;
            (Tensor gradient, Tensor hessian) = Derivatives(x);
            double size = Size(gradient);
            for (int step = 0; step < MostSteps && double.IsFinite(size); step++)
            {
                if (size <= 1e-11 * (1 + x.Max(Math.Abs))) return Tidy(x, size);
                Tensor normal = hessian.Transpose().MatMul(hessian);
                Tensor right = hessian.Transpose().MatMul(gradient.Unsqueeze(1));
                Tensor move =
                    Linalg.Solve(normal + (Tensor.Eye(x.Length, null, DType.Float64) * (damping * Math.Max(1e-12, normal.Trace().Item()))),
                    right);
                double[] next = [.. x.Zip(ArrayValues.Entries(move.Flatten()), (a, b) => a - b)];
                (Tensor nextGradient, Tensor nextHessian) = Derivatives(next);
                double nextSize = Size(nextGradient);
                if (nextSize < size)
                {
                    (x, gradient, hessian, size) = (next, nextGradient, nextHessian, nextSize);
                    damping *= 0.01;
                }
                else
                {
                    damping = Math.Max(damping, 1e-15) * 10;
                    if (damping > 1e12) break;
                }
            }

            return size <= 1e-8 * (1 + x.Max(Math.Abs)) ? Tidy(x, size) : null;
        }

        private (Tensor Gradient, Tensor Hessian) Derivatives(double[] x)
        {
            Dictionary<string, Tensor> point = Point(x);
            Tensor y = f.Evaluate(point);
            Tensor[] gradients = [.. unknowns.Select(name => ArrayFormulas.Gradient(y, point[name]))];
            IEnumerable<Tensor> rows = gradients.Select(gradient => Tensor.Concat(
                [.. unknowns.Select(name => ArrayFormulas.Numbers(gradient, point[name]).Reshape(gradient.Numel, point[name].Numel))], 1));
            return (Tensor.Concat([.. gradients.Select(gradient => gradient.Detach().Flatten())]).To(DType.Float64),
                Tensor.Concat([.. rows]).Detach().To(DType.Float64));
        }

        private static double Size(Tensor gradient) => gradient.Norm().Item();

        /// <summary>A coordinate that is a short number but for rounding is taken as that, if the gradient there is no larger.</summary>
        private double[] Tidy(double[] x, double size)
        {
            double[] tidy = [.. x.Select(value => Math.Abs(value - Math.Round(value, 6)) < 1e-8 ? Math.Round(value, 6) + 0.0 : value)];
            return Size(Derivatives(tidy).Gradient) <= Math.Max(size, 1e-12) ? tidy : x;
        }
    }
}
