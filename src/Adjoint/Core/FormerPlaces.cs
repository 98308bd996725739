namespace Adjoint.Core;

/// <summary>
/// The places that a tensor had in the graph before recorded changes in place gave it others. A call that holds the tensor
/// itself finds here which place it had when the call was made.
/// </summary>
internal sealed class FormerPlaces
{
    private const int Most = 64;

    private static int moves;

    private readonly List<Place> places = [];

    /// <summary>How often any tensor got another place: calls that were made since need not look for former ones.</summary>
    public static int Moves => Volatile.Read(ref moves);

    /// <summary>Counts one more move.</summary>
    /// <returns>Its number.</returns>
    public static int Count() => Interlocked.Increment(ref moves);

    /// <summary>Adds the place that a tensor has until a move.</summary>
    /// <param name="move">Number of the move.</param>
    /// <param name="creator">The call that made the tensor; null for none.</param>
    /// <param name="result">Which of its results it was.</param>
    /// <param name="tracked">Whether gradients flowed to it.</param>
    /// <param name="constant">What has the values that the tensor loses by the move; null if it keeps its memory.</param>
    public void Add(int move, Call? creator, byte result, bool tracked, Tensor? constant = null)
    {
        places.Add(new Place(move, creator, result, tracked, false, constant));
        for (int i = places.Count - 1; i >= 0; i--)
        {
            // What was freed, or is very old, is only known to have been: a long-lived buffer keeps no graphs.
            if (places[i].Creator is { IsPassed: true } || i < places.Count - Most)
                places[i] = new Place(places[i].Until, null, 0, false, true, null);
            if (i + 1 < places.Count && places[i].IsForgotten && places[i + 1].IsForgotten) places.RemoveAt(i);
        }
    }

    /// <summary>The place that the tensor had after so many moves.</summary>
    /// <param name="moves">The number of moves.</param>
    /// <param name="place">The place; forgotten ones say so.</param>
    /// <returns>False if the tensor has the same place now.</returns>
    public bool TryFind(int moves, out Place place)
    {
        foreach (Place former in places)
        {
            if (former.Until <= moves) continue;
            place = former;
            return true;
        }

        place = default;
        return false;
    }

    /// <summary>A place that was had until a move.</summary>
    internal readonly record struct Place(int Until, Call? Creator, byte Result, bool Tracked, bool IsForgotten, Tensor? Constant);
}
