namespace Adjoint.Core;

/// <summary>Types and shapes of a call's inputs on the stack; more than fit go into an array.</summary>
[InlineArray(Length)]
internal struct SpecBuffer
{
    private const int Length = 4;

    private Spec first;

    /// <summary>Types and shapes of the inputs. The span is valid as long as the buffer.</summary>
    public static ReadOnlySpan<Spec> Of(ReadOnlySpan<Tensor> x, ref SpecBuffer buffer)
    {
        Span<Spec> specs = x.Length <= Length ? ((Span<Spec>)buffer)[..x.Length] : new Spec[x.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = x[i].Spec;
        return specs;
    }
}
