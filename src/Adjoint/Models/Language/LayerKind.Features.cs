using Adjoint.Nn;

namespace Adjoint.Models;

/// <content>Layers over features, and over sequences [N, time, features].</content>
internal sealed partial record LayerKind
{
    private static IEnumerable<LayerKind> Features() =>
    [
        new("linear", "# nobias", "A matrix product over the last axis, with so many results.", (s, x, random) =>
            new Linear(x[^1], s.Integer("#"), !s.Has("nobias"), random)) { Aliases = ["fc"] },
        new("rnn", "# layers= bidirectional relu nobias", "Elman's recurrence with so many hidden features.", (s, x, random) => new RNN(
            Sequence(x), s.Integer("#"), s.Integer("layers=", 1), !s.Has("nobias"), batchFirst: true, bidirectional: s.Has("bidirectional"),
            relu: s.Has("relu"), generator: random)),
        new("gru", "# layers= bidirectional nobias", "Gated recurrence with so many hidden features.", (s, x, random) => new GRU(
            Sequence(x), s.Integer("#"), s.Integer("layers=", 1), !s.Has("nobias"), batchFirst: true, bidirectional: s.Has("bidirectional"),
            generator: random)),
        new("lstm", "# layers= bidirectional nobias", "Long short-term memory with so many hidden features.", (s, x, random) => new LSTM(
            Sequence(x), s.Integer("#"), s.Integer("layers=", 1), !s.Has("nobias"), batchFirst: true, bidirectional: s.Has("bidirectional"),
            generator: random)),
    ];

    private static int Sequence(Shape shape) => shape.Rank == 3
        ? shape[2]
        : throw new ShapeException($"takes sequences [N, time, features], not {shape}.");
}
