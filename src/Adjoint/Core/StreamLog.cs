namespace Adjoint.Core;

/// <summary>
/// Writes down which streams of random numbers a function takes on this thread, and gives the same ones when it runs again,
/// whatever its generators have done since.
/// </summary>
internal sealed class StreamLog
{
    private readonly List<ulong> streams = [];
    private StreamLog? outer;
    private int next = -1; // while writing; else the place of the one to give

    /// <summary>Begins to write, until the result is disposed.</summary>
    public Scope Write() => Enter(-1);

    /// <summary>Begins to give the streams that were written, until the result is disposed.</summary>
    public Scope Replay() => Enter(0);

    /// <summary>The stream that a generator takes.</summary>
    public ulong Next(Generator generator)
    {
        if (next >= 0)
        {
            return next < streams.Count ? streams[next++] : throw new GraphException(
                "Checkpoint: run again, the function draws more random tensors than the first time; it must do the same each time.");
        }

        ulong stream = outer is null ? generator.Advance() : outer.Next(generator);
        streams.Add(stream);
        return stream;
    }

    private Scope Enter(int at)
    {
        next = at;
        outer = Context.Current.Streams;
        return Context.Enter(this);
    }
}
