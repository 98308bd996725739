namespace Adjoint;

/// <summary>
/// Random numbers from Philox-4x32-10, a counter-based generator: each value is a function of (seed, stream, index) and of nothing else, so
/// neither the number of threads nor the order of work changes a result. Every tensor drawn takes the next stream.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Tests hold it to the known-answer
/// vectors of the authors' Random123 library.
/// </remarks>
public sealed class Generator
{
    private long streams;
    private long seed;

    /// <summary>A generator that starts at stream 0 of a seed.</summary>
    /// <param name="seed">The seed.</param>
    public Generator(ulong seed) => this.seed = (long)seed;

    /// <summary>A generator that starts at stream 0 of a seed.</summary>
    /// <param name="seed">The seed; a negative one counts down from 2⁶⁴.</param>
    public Generator(long seed) => this.seed = seed;

    /// <summary>
    /// The generator that everything uses that is given none: the first values of parameters, dropout, shuffling, draws. It starts from
    /// seed 0; <c>Generator.Shared.ManualSeed(42)</c> starts it from another.
    /// </summary>
    public static Generator Shared { get; } = new(0UL);

    /// <summary>The seed.</summary>
    public ulong Seed => (ulong)Interlocked.Read(ref seed);

    /// <summary>The stream that the next tensor takes; set it to continue where another run stopped.</summary>
    public ulong Stream
    {
        get => (ulong)Interlocked.Read(ref streams);
        set => Interlocked.Exchange(ref streams, (long)value);
    }

    /// <summary>Starts again, at stream 0 of a seed: from here on the same calls draw the same numbers.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>This generator.</returns>
    public Generator ManualSeed(ulong seed)
    {
        Interlocked.Exchange(ref this.seed, (long)seed);
        Stream = 0;
        return this;
    }

    /// <summary>Starts again, at stream 0 of a seed: from here on the same calls draw the same numbers.</summary>
    /// <param name="seed">The seed; a negative one counts down from 2⁶⁴.</param>
    /// <returns>This generator.</returns>
    public Generator ManualSeed(long seed) => ManualSeed((ulong)seed);

    /// <summary>The seed and the next stream.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"Generator(seed = {Seed}, stream = {Stream})";

    /// <summary>Takes the next stream.</summary>
    /// <returns>Its number.</returns>
    public ulong NextStream() => Context.Current.Streams is { } log ? log.Next(this) : Advance();

    /// <summary>
    /// Takes the next stream as a tensor, the input of a draw: int64 [2], seed and stream. Within a capture it is symbolic,
    /// and each replay takes the stream that is then the next.
    /// </summary>
    internal Tensor NextState() =>
        Context.Current.EffectCapture is { } capture ? capture.Source(new Spec(DType.Int64, [2]), NextState) : State();

    /// <summary>Takes the next stream, past any log.</summary>
    internal ulong Advance() => (ulong)(Interlocked.Increment(ref streams) - 1);

    private Tensor State() => Tensor.Of((long)Seed, (long)NextStream());
}
