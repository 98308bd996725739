using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>The data of <see cref="TrajectoryTests"/>.</summary>
internal sealed record Trajectories(Problem[] Problems, Trajectory[] Cases);

/// <summary>Where a way of optimizing went on a problem, at some of the steps.</summary>
internal sealed record Trajectory(
    string Optimizer, Dictionary<string, System.Text.Json.JsonElement> Settings, int Problem, Dictionary<int, double[]> Path);

/// <summary>x·Ax/2 − b·x + Σ c cos(dx) + 2 Σ sin(step·(i + 1.7)) xᵢ.</summary>
internal sealed record Problem(double[] A, double[] B, double[] C, double[] D, double[] Start)
{
    /// <summary>Clears and sets the gradients, and returns the value.</summary>
    public Tensor Loss(int step, params Tensor[] parts)
    {
        foreach (Tensor part in parts) part.ZeroGrad();
        Tensor x = Tensor.Concat([.. parts.Select(part => part.Flatten())]);
        Tensor curve = Tensor.From<double>(A, [B.Length, B.Length]).MatMul(x);
        Tensor noise = ((Tensor.Arange(B.Length, DType.Float64) + 1.7) * step).Sin() * 2;
        Tensor bend = Tensor.From<double>(C) * (Tensor.From<double>(D) * x).Cos();
        Tensor loss = ((x * curve / 2) - (Tensor.From<double>(B) * x) + bend + (noise * x)).Sum();
        loss.Backward();
        return loss;
    }
}

/// <summary>Makes optimizers from the settings that the script drew.</summary>
internal static class RandomSettings
{
    public static Optimizer Make(Trajectory of, Tensor[] parameters)
    {
        double N(string name) => of.Settings[name].GetDouble();
        bool F(string name) => of.Settings[name].GetBoolean();
        double rate = N("learningRate");
        UpdateRule rule = of.Optimizer switch
        {
            "SGD" => new SGDRule(rate, N("momentum"), N("dampening"), N("weightDecay"), F("nesterov")),
            "Adam" => new AdamRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay"), F("amsgrad")),
            "AdamW" => new AdamWRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay"), F("amsgrad")),
            "NAdam" => new NAdamRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay"), N("momentumDecay")),
            "RAdam" => new RAdamRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay")),
            "Adamax" => new AdamaxRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay")),
            "Adagrad" => new AdagradRule(rate, N("learningRateDecay"), N("weightDecay"), N("initialAccumulator"), N("epsilon")),
            "Adadelta" => new AdadeltaRule(rate, N("rho"), N("epsilon"), N("weightDecay")),
            "RMSprop" => new RMSpropRule(rate, N("rho"), N("epsilon"), N("momentum"), F("centered"), N("weightDecay")),
            "Rprop" => new RpropRule(rate, N("etaMinus"), N("etaPlus"), N("leastStep"), N("mostStep")),
            "ASGD" => new ASGDRule(rate, N("lambd"), N("alpha"), N("t0"), N("weightDecay")),
            "LBFGS" => new LBFGSRule(
                rate, (int)N("maxIterations"), HistorySize: (int)N("historySize"), StrongWolfe: F("strongWolfe")),
            "Lion" => new LionRule(rate, N("beta1"), N("beta2"), N("weightDecay")),
            "Lamb" => new LambRule(rate, N("beta1"), N("beta2"), N("epsilon"), N("weightDecay"), F("biasCorrection")),
            "Lars" => new LarsRule(rate, N("momentum"), N("trustCoefficient"), N("weightDecay")),
            "Adafactor" => new AdafactorRule(
                rate, N("decayExponent"), N("epsilon1"), N("epsilon2"), N("threshold"), N("weightDecay")),
            _ => new MuonRule(rate, N("momentum"), N("weightDecay"), F("nesterov"), N("epsilon"), (int)N("iterations")),
        };
        return rule.CreateOptimizer(parameters);
    }
}
