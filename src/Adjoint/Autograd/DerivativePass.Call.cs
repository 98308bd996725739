using System.Diagnostics.CodeAnalysis;
using Adjoint.Memory;

namespace Adjoint.Autograd;

/// <content>Reverse mode through one call: gradients go to its rule, and what that gives goes to the inputs.</content>
internal sealed partial class DerivativePass
{
    public override bool Wants(int input) => IsWanted(Call[input]);

    /// <summary>Takes what a rule gives.</summary>
    private protected override void Take(int input, Tensor gradient)
    {
        Tensor x = Call[input];
        if (!IsWanted(x)) return;
        if (detectsAnomalies) Anomaly.Check(Call, input, gradient);
        ShowTo(Call.Op, gradient);
        if (gradient.Shape != x.Shape || gradient.DType != x.DType) ThrowUnfit(input, gradient);
        Add(x, gradient);
    }

    private bool IsWanted(Tensor x) => x.RequiresGrad && (!isAimed || (memory.Find(x) is >= 0 and int index && memory[index].IsNeeded));

    private bool HasArrived(int index)
    {
        ref PassMemory.Entry entry = ref memory[index];
        return entry.Gradient is not null || (entry.Further is { } further && Array.Exists(further, g => g is not null));
    }

    /// <summary>Pulls through one call; false if nothing beyond it is needed.</summary>
    private bool Pull(Call call, int index)
    {
        if (isAimed || call.IsWatched || !call.IsLight) Arrive(call, index);
        else ShowTo(call.Op, memory[index].Gradient!);
        bool any = !isAimed || IsAnyWanted(call);
        if (any)
        {
            Begin(call, memory[index].Gradient, memory[index].Further);
            call.Open();
            if (call.IsLight) call.Op.Pull(this);
            else PullWithin(call);
        }

        ref PassMemory.Entry entry = ref memory[index];
        if (entry.Gradient is { } g) Drop(g);
        entry.Gradient = null;
        if (entry.Further is { } further) DropAll(further);
        return any;
    }

    private bool IsAnyWanted(Call call)
    {
        foreach (Tensor input in call.Inputs)
            if (IsWanted(input)) return true;
        return false;
    }

    private void DropAll(Tensor?[] gradients)
    {
        foreach (Tensor? g in gradients)
            if (g is not null) Drop(g);
        Array.Clear(gradients);
    }

    /// <summary>Shows the gradients of the results to who watches them and to the rule.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Arrive(Call call, int index)
    {
        int results = memory[index].Further is null ? 1 : call.ResultCount;
        for (int result = 0; result < results; result++)
        {
            ref Tensor? arrived = ref memory.GradientOf(index, result);
            if (arrived is not { } g) continue;
            if (call.IsWatched || isAimed) arrived = g = Watched(call, index, result, g);
            ShowTo(call.Op, g);
        }
    }

    /// <summary>A rule of the user's may keep what it sees and what it makes.</summary>
    private static void ShowTo(Op op, Tensor g)
    {
        if (g.Block is { } block && !op.IsOwn) MemoryScope.Show(block);
    }

    /// <summary>A gradient as hooks leave it, kept where it is wanted.</summary>
    private Tensor Watched(Call call, int index, int result, Tensor g)
    {
        GradientWatch? watch = call.WatchOf(result);
        if (watch?.Hooks is { } hooks) g = Hooked(hooks, g, call.Specs[result]);
        if (isAimed ? memory[index].IsTarget : watch?.Retained is not null) memory.Results[new Value(call, result)] = Hold(g);
        return g;
    }

    /// <summary>Applies the rule; what it takes on the way is released when it is done.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PullWithin(Call call)
    {
        MemoryScope within = MemoryScope.Enter(owner != MemoryScope.Visible && call.Op.IsOwn && Context.Current.IsPlain, isRecorded: true);
        try
        {
            call.Op.Pull(this);
        }
        catch
        {
            within.Abandon();
            throw;
        }

        ReadOnlySpan<Tensor> inputs = call.Inputs;
        var results = new IMemoryBlock?[inputs.Length];
        for (int i = 0; i < results.Length; i++) results[i] = Result(inputs[i])?.Block;
        within.Close(results);
    }

    [DoesNotReturn]
    private void ThrowUnfit(int input, Tensor pulled)
    {
        Tensor x = Call[input];
        throw new ShapeException(
            $"{Call}: its rule gives {pulled.DType.Name()} {pulled.Shape} as the gradient of input {input}, "
            + $"which is {x.DType.Name()} {x.Shape}.");
    }
}
