using Adjoint.Optim;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Optim;

public class PiecesTests
{
    [Fact]
    public void Every_element_is_in_one_piece_and_items_are_not_too_long() =>
        Prop.ForAll<ushort[], byte>((lengths, size) => Cut([.. lengths.Take(20).Select(length => length % 600)], size + 1))
            .QuickCheckThrowOnFailure();

    private static void Cut(int[] counts, int grain)
    {
        var pieces = new Pieces(counts, grain);
        int[][] seen = [.. counts.Select(count => new int[count])];
        int place = 0;
        for (int item = 0; item < pieces.Items; item++)
        {
            ReadOnlySpan<Piece> own = pieces.Of(item, out int first);
            first.ShouldBe(place);
            own.Length.ShouldBeGreaterThan(0);
            int length = 0;
            foreach (Piece piece in own)
            {
                pieces[place++].ShouldBe(piece);
                length += piece.End - piece.Start;
                for (int i = piece.Start; i < piece.End; i++) seen[piece.Array][i]++;
            }

            length.ShouldBeInRange(1, grain);
        }

        place.ShouldBe(pieces.Count);
        seen.ShouldAllBe(array => array.All(times => times == 1));
    }
}
