namespace Adjoint.Core;

/// <summary>
/// What a rule of differentiation works on in forward mode: one call, the tangents of its inputs, and a place for the tangent
/// of each result.
/// </summary>
public sealed class Pushforward
{
    private readonly Tensor?[] tangents;
    private readonly Tensor?[] given;

    internal Pushforward(Call call, Tensor?[] tangents)
    {
        Call = call;
        this.tangents = tangents;
        given = new Tensor?[call.Specs.Count];
    }

    /// <summary>The call.</summary>
    public Call Call { get; }

    /// <summary>Whose derivative it is.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"pushforward of {Call.Op.Name}";

    /// <summary>Number of inputs.</summary>
    public int Inputs => tangents.Length;

    /// <summary>An input of the call.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The input; symbolic if the operation does not keep it.</returns>
    public Tensor Input(int number) => Call[number];

    /// <summary>A result of the call.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The result; symbolic if the operation does not keep it.</returns>
    public Tensor Output(int number = 0) => Call.Result(number);

    /// <summary>The tangent of an input; null if it does not move.</summary>
    /// <param name="input">Number of the input.</param>
    /// <returns>Of the input's type and shape, or null.</returns>
    public Tensor? Tangent(int input) => tangents[input];

    /// <summary>Adds to the tangent of a result. What is not given is zero.</summary>
    /// <param name="result">Number of the result.</param>
    /// <param name="tangent">Of the result's type and shape; null for zero.</param>
    public void Give(int result, Tensor? tangent)
    {
        if (tangent is not null) given[result] = given[result] is { } before ? before + tangent : tangent;
    }

    /// <summary>What the rule gave.</summary>
    internal Tensor? Given(int result) => given[result];

    /// <summary>Pushes forward by the transpose of the pull-back.</summary>
    internal void Transpose()
    {
        bool record = GradMode.IsEnabled;
        int results = Call.Specs.Count;
        var u = new List<Tensor>();
        var places = new List<int>();
        var arriving = new Tensor?[results];
        for (int i = 0; i < results; i++)
        {
            if (!Call.Specs[i].DType.IsFloatingPoint()) continue;
            u.Add(Tensor.Zeros(Call.Specs[i].Shape, Call.Specs[i].DType).WithGrad());
            places.Add(i);
            arriving[i] = u[^1];
        }

        Tensor?[] pulled;
        using (GradMode.On()) pulled = Pullback.Through(Call, arriving, i => tangents[i] is not null);
        var from = new List<Tensor>();
        var moving = new List<Tensor>();
        for (int i = 0; i < pulled.Length; i++)
        {
            if (pulled[i] is not { RequiresGrad: true } way || tangents[i] is not { } t) continue;
            from.Add(way);
            moving.Add(t);
        }

        if (from.Count == 0) return;
        Tensor[] boundary = [.. Call.Inputs, .. Call.AllResults()];
        Tensor?[] pushed = Engine.GradWithin(boundary, [.. from], [.. u], [.. moving], record);
        for (int i = 0; i < pushed.Length; i++) Give(places[i], pushed[i]);
    }
}
