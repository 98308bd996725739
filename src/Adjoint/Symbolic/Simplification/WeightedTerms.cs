namespace Adjoint.Symbolic;

/// <summary>A sum or a product while it is being made: an addend or coefficient, and parts with weights, equal ones together.</summary>
internal sealed class WeightedTerms(Number value)
{
    // A few parts are found by looking at each, more by their place in a dictionary.
    private const int MostSearched = 8;
    private readonly List<(Term Part, Number Weight)> parts = [];
    private Dictionary<Term, int>? places;

    public Number Value { get; set; } = value;

    public int Count => parts.Count;

    public (Term Part, Number Weight) this[int i] => parts[i];

    /// <summary>Adds to the weight of a part.</summary>
    public void Add(Term part, Number weight)
    {
        int place = Place(part);
        if (place >= 0)
        {
            parts[place] = (part, parts[place].Weight + weight);
            return;
        }

        if (places is null && parts.Count == MostSearched)
        {
            places = new Dictionary<Term, int>(ReferenceEqualityComparer.Instance);
            for (int i = 0; i < parts.Count; i++) places[parts[i].Part] = i;
        }

        places?.Add(part, parts.Count);
        parts.Add((part, weight));
    }

    /// <summary>The weight of a part, 0 if it is not there.</summary>
    public Number Weight(Term part) => Place(part) is >= 0 and var place ? parts[place].Weight : Number.Zero;

    /// <summary>The parts whose weight is not 0, in order, and their weights.</summary>
    public (Term[] Parts, Number[] Weights) Sorted(Comparison<Term> order)
    {
        List<(Term Part, Number Weight)> kept = parts.FindAll(p => p.Weight != Number.Zero);
        kept.Sort((a, b) => order(a.Part, b.Part));
        return ([.. kept.Select(p => p.Part)], [.. kept.Select(p => p.Weight)]);
    }

    private int Place(Term part)
    {
        if (places is not null) return places.GetValueOrDefault(part, -1);
        for (int i = 0; i < parts.Count; i++)
            if (ReferenceEquals(parts[i].Part, part)) return i;
        return -1;
    }
}
