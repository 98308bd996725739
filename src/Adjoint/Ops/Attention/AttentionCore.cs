namespace Adjoint.Ops;

/// <summary>Attention of queries that are scaled, all in one type of at least single precision.</summary>
internal sealed record AttentionCore(
    Tensor Query, Tensor Key, Tensor Value, Tensor? Mask, bool IsCausal, double Dropout, Generator? Random)
{
    /// <summary>Number of the first query where these are some of more, for the causal mask.</summary>
    private int First { get; init; }

    /// <summary>Heads of queries in groups, each with one head of keys and values, which are not repeated in memory.</summary>
    public Tensor Grouped(string name)
    {
        int heads = Query.Rank >= 3 ? Query.Shape[^3] : 0, shared = Key.Rank >= 3 ? Key.Shape[^3] : 0;
        if (shared == 0 || Value.Rank < 3 || Value.Shape[^3] != shared || heads % shared != 0)
            throw new ShapeException(
                $"{name}: with enableGqa the heads of keys and values divide those of the queries, [N…, heads, L, E]; they are "
                + $"{Query.Shape}, {Key.Shape} and {Value.Shape}.");
        int size = heads / shared;
        Tensor? mask = Mask is { Rank: >= 3 } own && own.Shape[^3] == heads ? own.Unflatten(-3, shared, size)
            : Mask is { Rank: >= 3 } one ? one.Unsqueeze(-3) : Mask;
        Tensor y = (this with
        {
            Query = Query.Unflatten(-3, shared, size),
            Key = Key.Unsqueeze(-3),
            Value = Value.Unsqueeze(-3),
            Mask = mask,
        }).Whole();
        return y.Flatten(-4, -3);
    }

    /// <summary>Attention of some queries at a time where nothing is recorded and the scores are many.</summary>
    public Tensor InBlocks(int mostScores)
    {
        int length = Query.Shape[^2];
        long row = (long)Query.Numel / Math.Max(1, Math.Max(1, length) * Math.Max(1, Query.Shape[^1])) * Key.Shape[^2];
        bool isRecorded = GradMode.IsEnabled
            && (Query.RequiresGrad || Key.RequiresGrad || Value.RequiresGrad || Mask?.RequiresGrad == true);
        if (isRecorded || Query.IsSymbolic || Key.IsSymbolic || Dropout > 0 || length * row <= mostScores) return Whole();
        int block = (int)Math.Max(1, mostScores / row);
        var parts = new List<Tensor>();
        for (int start = 0; start < length; start += block)
        {
            int count = Math.Min(block, length - start);
            Tensor? mask = Mask is { Rank: >= 2 } own && own.Shape[^2] == length ? own.Narrow(-2, start, count) : Mask;
            parts.Add((this with { Query = Query.Narrow(-2, start, count), Mask = mask, First = start }).Whole());
        }

        return Tensor.Concat([.. parts], -2);
    }

    private Tensor Whole()
    {
        Tensor scores = Query.MatMul(Key.Transpose());
        Tensor? none = null; // queries without a key
        if (IsCausal)
        {
            Tensor query = Tensor.Arange(Query.Shape[^2]).Unsqueeze(1) + First;
            scores = scores.MaskedFill(Tensor.Arange(Key.Shape[^2]).Greater(query), double.NegativeInfinity);
        }

        if (Mask is not null)
        {
            scores = Mask.DType == DType.Bool ? scores.MaskedFill(Mask.Not(), double.NegativeInfinity) : scores + Mask;
            if (Key.Shape[^2] > 0)
            {
                none = scores.Detach().Amax([-1], true).Equal(double.NegativeInfinity);
                scores = scores.MaskedFill(none, 0);
            }
        }

        Tensor weights = scores.Softmax();
        if (none is not null) weights = weights.MaskedFill(none, 0);
        return weights.Dropout(Dropout, true, Random).MatMul(Value);
    }
}
