using Adjoint.Optim;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Optim;

public class ArrayChunksTests
{
    [Fact]
    public void Every_element_is_in_one_piece_and_items_are_not_too_long() =>
        Prop.ForAll<ushort[], byte>((lengths, size) => Cut([.. lengths.Take(20).Select(length => length % 600)], size + 1))
            .QuickCheckThrowOnFailure();

    private static void Cut(int[] counts, int grain)
    {
        var chunks = new ArrayChunks(counts, grain);
        int[][] seen = [.. counts.Select(count => new int[count])];
        int place = 0;
        for (int item = 0; item < chunks.Items; item++)
        {
            ReadOnlySpan<ArrayChunk> own = chunks.Of(item, out int first);
            first.ShouldBe(place);
            own.Length.ShouldBeGreaterThan(0);
            int length = 0;
            foreach (ArrayChunk chunk in own)
            {
                chunks[place++].ShouldBe(chunk);
                length += chunk.End - chunk.Start;
                for (int i = chunk.Start; i < chunk.End; i++) seen[chunk.Array][i]++;
            }

            length.ShouldBeInRange(1, grain);
        }

        place.ShouldBe(chunks.Count);
        seen.ShouldAllBe(array => array.All(times => times == 1));
    }
}
