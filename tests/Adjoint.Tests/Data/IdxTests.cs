using System.IO.Compression;
using Adjoint.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Data;

public class IdxTests
{
    private static readonly byte[] Sample = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 250];

    private static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal)) gzip.Write(content);
        return buffer.ToArray();
    }

    private static string Refused(byte[] content) =>
        Should.Throw<DataFormatException>(() => Idx.Parse(content, "some.idx")).Message;

    [Fact]
    public void Bytes_are_read_plain_or_compressed()
    {
        foreach (byte[] content in new[] { Sample, Gzip(Sample) })
        {
            Tensor tensor = Idx.Parse(content, "some.idx");
            tensor.Shape.ShouldBe(Shape.Create([2, 3]));
            tensor.ToArray<byte>().ShouldBe([1, 2, 3, 4, 5, 250]);
        }
    }

    [Fact]
    public void A_file_is_read_by_its_content_not_its_name()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Gzip(Sample));
            Idx.Read(path).Numel.ShouldBe(6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Should.Throw<DataFormatException>(() => Idx.Read(Path.GetTempPath())).Message.ShouldContain("is a folder");

    [Fact]
    public void What_has_no_end_is_not_read()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero");
        string link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.CreateSymbolicLink(link, "/dev/zero");
        try
        {
            foreach (string path in (string[])["/dev/zero", "/dev/null", link])
                Should.Throw<DataFormatException>(() => Idx.Read(path)).Message.ShouldContain("no ordinary file");
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        string path = Path.GetTempFileName(), link = path + ".link";
        File.WriteAllBytes(path, Sample);
        File.CreateSymbolicLink(link, path);
        try
        {
            Idx.Read(link).Numel.ShouldBe(6);
        }
        finally
        {
            File.Delete(link);
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_type_is_read_as_big_endian()
    {
        Idx.Parse([0, 0, 0x09, 1, 0, 0, 0, 2, 0xFF, 5], "").ToArray<int>().ShouldBe([-1, 5]);
        Idx.Parse([0, 0, 0x0B, 1, 0, 0, 0, 2, 0xFF, 0xFE, 1, 2], "").ToArray<int>().ShouldBe([-2, 258]);
        Idx.Parse([0, 0, 0x0C, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFD], "").ToArray<int>().ShouldBe([-3]);
        Idx.Parse([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0], "").ToArray<float>().ShouldBe([1.5f]);
        Idx.Parse([0, 0, 0x0E, 1, 0, 0, 0, 1, 0xC0, 4, 0, 0, 0, 0, 0, 0], "").ToArray<double>().ShouldBe([-2.5]);
        Idx.Parse([0, 0, 0x08, 0, 7], "").Item().ShouldBe(7);
        Idx.Parse([0, 0, 0x08, 2, 0, 0, 0, 0, 0, 0, 0, 3], "").Shape.ShouldBe(Shape.Create([0, 3]));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (int length = 0; length < Sample.Length; length++)
        {
            string message = Refused(Sample[..length]);
            message.ShouldStartWith("some.idx: ");
            Refused(Gzip(Sample[..length])).ShouldStartWith("some.idx: ");
            if (length >= 12) message.ShouldContain("truncated");
        }
    }

    [Fact]
    public void A_truncated_archive_is_refused()
    {
        // What is cut off after the last element (the end-of-block mark, the trailer) need not be missed.
        byte[] compressed = Gzip(Sample);
        for (int length = 2; length < compressed.Length - 10; length++) Refused(compressed[..length]);
    }

    [Fact]
    public void A_damaged_archive_is_refused()
    {
        byte[] content = new byte[10_000];
        new Random(1).NextBytes(content);
        Sample.AsSpan(0, 4).CopyTo(content);
        new byte[] { 0, 0, 0, 1, 0, 0, 0x27, 4 }.CopyTo(content, 4);
        byte[] compressed = Gzip(content);
        Idx.Parse(compressed, "some.idx").Numel.ShouldBe(9988);
        compressed[5000] ^= 0x40;

        Refused(compressed).ShouldContain("damaged");
    }

    [Fact]
    public void An_overlong_file_is_refused()
    {
        Refused([.. Sample, 0]).ShouldContain("goes on after the 6 bytes");
        Refused(Gzip([.. Sample, 0])).ShouldContain("goes on after the 6 bytes");
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 8, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0x0A, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0 })]
    public void Another_magic_number_is_refused(byte[] content) => Refused(content).ShouldContain("not an IDX file");

    [Fact]
    public void Sizes_that_the_file_cannot_hold_are_refused_before_memory_is_asked_for()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused([0, 0, 8, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]).ShouldContain("truncated");
        Refused([0, 0, 8, 1, 0x7F, 0, 0, 0, 1]).ShouldContain("truncated");
        Refused([0, 0, 8, 1, 0xFF, 0, 0, 0, 1]).ShouldContain("axis 0");
        Refused([0, 0, 8, 255, 0, 0, 0, 1]).ShouldContain("255 axes");
        Refused(Gzip([0, 0, 0x0E, 1, 0x0F, 0xFF, 0xFF, 0xFF, 1])).ShouldContain("truncated");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Any_bytes_give_a_tensor_or_the_one_exception() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<byte>(),
        (byte[] bytes, byte type, byte rank) =>
    {
        // Mostly headers that are nearly right: others end at the magic number.
        byte[] content =
            [0, 0, (byte)(8 + (type % 8)), (byte)(rank % 4), .. bytes.Select((value, i) => i % 4 == 3 ? value : (byte)0)];
        foreach (byte[] variant in new[] { content, Gzip(content), [0x1f, 0x8b, .. bytes] })
        {
            try
            {
                Idx.Parse(variant, "any").Numel.ShouldBeLessThanOrEqualTo(content.Length);
            }
            catch (DataFormatException e)
            {
                e.Message.ShouldStartWith("any: ");
            }
        }
    }).QuickCheckThrowOnFailure();
}
