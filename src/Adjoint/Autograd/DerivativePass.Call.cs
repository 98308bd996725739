using System.Diagnostics.CodeAnalysis;
using Adjoint.Core;
using Adjoint.Memory;

namespace Adjoint.Autograd;

/// <content>Reverse mode through one call: gradients go to its rule, and what that gives goes to the inputs.</content>
internal sealed partial class DerivativePass
{
    private bool HasArrived(int index)
    {
        ref PassMemory.Entry entry = ref memory[index];
        return entry.Gradient is not null || (entry.Further is { } further && Array.Exists(further, g => g is not null));
    }

    /// <summary>Pulls through one call; false if nothing beyond it is needed.</summary>
    private bool Pull(Call call, int index)
    {
        Pullback p = memory.Pullback;
        p.Begin(call);
        int results = memory[index].Further is null ? 1 : call.ResultCount;
        bool small = true;
        for (int result = 0; result < results; result++) small &= Arrive(call, index, result, p);
        bool any = Ask(call, p, ref small);
        if (any)
        {
            call.Open();
            if (small) call.Op.Pull(p);
            else PullWithin(call, p);
            Take(call, p);
        }

        for (int result = 0; result < results; result++)
            if (p.TakeArrived(result) is { } g) Drop(g);
        return any;
    }

    /// <summary>Moves the gradient of a result from the pass to the rule; false if it is large.</summary>
    private bool Arrive(Call call, int index, int result, Pullback p)
    {
        ref Tensor? arrived = ref memory.GradientOf(index, result);
        if (arrived is not { } g) return true;
        arrived = null;
        if (call.IsWatched || isAimed) g = Watched(call, index, result, g);
        ShowTo(call.Op, g);
        p.Arrive(result, g);
        return IsSmall(g);
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

    /// <summary>Asks for the gradients that are needed; false if none is.</summary>
    private bool Ask(Call call, Pullback p, ref bool small)
    {
        bool any = false;
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        for (int input = 0; input < inputs.Length; input++)
        {
            small &= IsSmall(inputs[input]);
            if (!inputs[input].RequiresGrad) continue;
            if (isAimed && (memory.Find(inputs[input]) is not (>= 0 and int before) || !memory[before].IsNeeded)) continue;
            p.Want(input);
            any = true;
        }

        return any;
    }

    /// <summary>Takes what a rule gave.</summary>
    private void Take(Call call, Pullback p)
    {
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        for (int input = 0; input < inputs.Length; input++)
        {
            if (p.TakeGiven(input) is not { } pulled) continue;
            if (detectsAnomalies) Anomaly.Check(call, input, pulled);
            ShowTo(call.Op, pulled);
            if (pulled.Shape != inputs[input].Shape || pulled.DType != inputs[input].DType) ThrowUnfit(call, input, pulled);
            Add(memory.Meet(inputs[input]), inputs[input].ResultNumber, pulled);
        }
    }

    /// <summary>Applies the rule; what it takes on the way is released when it is done.</summary>
    private void PullWithin(Call call, Pullback p)
    {
        MemoryScope within = MemoryScope.Enter(owner != MemoryScope.Visible && call.Op.IsOwn && Context.Current.IsPlain, isRecorded: true);
        try
        {
            call.Op.Pull(p);
        }
        catch
        {
            within.Abandon();
            throw;
        }

        ReadOnlySpan<Tensor?> given = p.AllGiven;
        var results = new IMemoryBlock?[given.Length];
        for (int i = 0; i < results.Length; i++) results[i] = given[i]?.Block;
        within.Close(results);
    }

    /// <summary>Whether nothing is near the size from which memory is used again, nor then is what a rule takes.</summary>
    private static bool IsSmall(Tensor x) => x.Count < Storage.ReusedThreshold / sizeof(double);

    [DoesNotReturn]
    private static void ThrowUnfit(Call call, int input, Tensor pulled)
    {
        Tensor x = call[input];
        throw new ShapeException(
            $"{call}: its rule gives {pulled.DType.Name()} {pulled.Shape} as the gradient of input {input}, "
            + $"which is {x.DType.Name()} {x.Shape}.");
    }
}
