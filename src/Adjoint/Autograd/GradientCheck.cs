namespace Adjoint;

/// <summary>
/// Compares the derivatives that rules give with central differences, in float64. Step and tolerances are by default
/// those of PyTorch's gradcheck.
/// </summary>
public static class GradientCheck
{
    /// <summary>Checks the whole Jacobian of each output with respect to each real input that requires a gradient.</summary>
    /// <param name="function">A smooth function at the inputs; called many times, with the same result for the same inputs.</param>
    /// <param name="inputs">Where to check; those that require a gradient are float64.</param>
    /// <param name="step">Half the distance between the two points of a difference.</param>
    /// <param name="absolute">Allowed absolute error.</param>
    /// <param name="relative">Allowed error relative to the difference quotient.</param>
    /// <exception cref="GraphException">A derivative is wrong; the message says which and by how much.</exception>
    public static void First(
        Func<Tensor[], Tensor[]> function, Tensor[] inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] outputs = Outputs(function, inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].RequiresGrad) continue;
            if (inputs[i].DType != DType.Float64)
                throw new DTypeException($"GradientCheck: input {i} is {inputs[i].DType.Name()}; differences need float64.");
            double[][] numeric = Numeric(function, inputs, i, step);
            for (int o = 0; o < outputs.Length; o++)
            {
                if (!outputs[o].DType.IsFloatingPoint()) continue;
                double[] analytic = Analytic(outputs[o], inputs[i]);
                Compare(analytic, numeric[o], inputs[i].Numel, (o, i), absolute, relative);
                if (!analytic.AsSpan().SequenceEqual(Analytic(outputs[o], inputs[i])) && !analytic.Any(double.IsNaN))
                    throw new GraphException($"GradientCheck: two backward passes from output {o} to input {i} differ.");
            }
        }
    }

    /// <summary>Checks the second derivatives: those of (x, v) ↦ vᵀ·J(x), with a fixed random v.</summary>
    /// <inheritdoc cref="First"/>
    public static void Second(
        Func<Tensor[], Tensor[]> function, Tensor[] inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        var random = new Generator(1);
        Tensor[] seeds = [.. Outputs(function, inputs)
            .Where(y => y.RequiresGrad)
            .Select(y => Tensor.Normal(y.Shape, generator: random, dtype: y.DType).WithGrad())];
        if (seeds.Length == 0) return;
        First(
            all =>
            {
                Tensor[] x = all[..inputs.Length];
                Tensor[] v = all[inputs.Length..];
                Tensor[] outputs = [.. Outputs(function, x).Where(y => y.RequiresGrad)];
                Tensor[] targets = [.. x.Where(t => t.RequiresGrad)];
                Tensor?[] pulled = Engine.Grad(outputs, targets, v, createGraph: true, allowUnused: true);
                return [.. pulled.Select((g, i) => g ?? Tensor.Zeros(targets[i].Shape, targets[i].DType))];
            },
            [.. inputs, .. seeds],
            step,
            absolute,
            relative);
    }

    private static Tensor[] Outputs(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
    {
        using (GradMode.On()) return function(inputs);
    }

    /// <summary>For each output its Jacobian, [outputs × inputs], by central differences.</summary>
    private static double[][] Numeric(Func<Tensor[], Tensor[]> function, Tensor[] inputs, int input, double step)
    {
        Tensor original = inputs[input];
        double[] values = original.ToArray<double>();
        double[][]? jacobians = null;
        for (int column = 0; column < values.Length; column++)
        {
            Tensor[] above = At(column, step);
            Tensor[] below = At(column, -step);
            jacobians ??= [.. above.Select(y => new double[y.Numel * values.Length])];
            for (int o = 0; o < above.Length; o++)
            {
                if (!above[o].DType.IsFloatingPoint()) continue;
                double[] high = above[o].To(DType.Float64).ToArray<double>();
                double[] low = below[o].To(DType.Float64).ToArray<double>();
                for (int row = 0; row < high.Length; row++)
                    jacobians[o][(row * values.Length) + column] = (high[row] - low[row]) / (2 * step);
            }
        }

        return jacobians ?? [.. function(inputs).Select(_ => Array.Empty<double>())];

        Tensor[] At(int index, double shift)
        {
            double[] moved = [.. values];
            moved[index] += shift;
            Tensor[] x = [.. inputs];
            // Leaves, so that a function that differentiates inside still can.
            x[input] = Tensor.Wrap(moved, original.Shape).WithGrad();
            return function(x);
        }
    }

    private static double[] Analytic(Tensor output, Tensor input)
    {
        var jacobian = new double[output.Numel * input.Numel];
        if (!output.RequiresGrad) return jacobian;
        for (int row = 0; row < output.Numel; row++)
        {
            var seed = new double[output.Numel];
            seed[row] = 1;
            Tensor g = Tensor.Wrap(seed, output.Shape).To(output.DType);
            Tensor? pulled = Engine.Grad([output], [input], [g], retainGraph: true, allowUnused: true)[0];
            pulled?.CopyTo(jacobian.AsSpan(row * input.Numel));
        }

        return jacobian;
    }

    private static void Compare(
        double[] analytic, double[] numeric, int columns, (int Output, int Input) pair, double absolute, double relative)
    {
        for (int i = 0; i < analytic.Length; i++)
        {
            double error = Math.Abs(analytic[i] - numeric[i]);
            if (error <= absolute + (relative * Math.Abs(numeric[i])) || analytic[i].Equals(numeric[i])) continue;
            throw new GraphException(
                $"GradientCheck: d output {pair.Output}[{i / columns}] / d input {pair.Input}[{i % columns}] is {analytic[i]} by "
                + $"the rules and {numeric[i]} by differences.");
        }
    }
}
