using System.Text;
using CsCheck;
using Snappier;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Steps;

/// <summary><c>zstd</c> and <c>snappy</c>: their frames, headers that lie, and damaged data.</summary>
public class ZstdAndSnappyTests
{
    [Fact]
    public void Body_ZstdFramesInARow_AreOnePayload()
    {
        // A frame that is skipped stands between them.
        byte[] both =
        [
            .. Compressed.By("zstd", "first "), 0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9, .. Compressed.By("zstd", "second"),
        ];

        Assert.Equal("first second", Body("zstd", both));
        Assert.Equal("compression", Body("zstd", both[..^1]));
    }

    [Fact]
    public void Body_ZstdWithoutASizeAndWithALargeWindow_IsDecompressed()
    {
        using var target = new MemoryStream();
        using (var stream = new CompressionStream(target, 3, leaveOpen: true))
        {
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, 27);
            for (var i = 0; i < 1000; i++) stream.Write(Encoding.ASCII.GetBytes($"line {i}\n"));
        }

        Assert.EndsWith("line 999\n", Body("zstd", target.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Body_ZstdHeaderThatStatesAHugeSize_CostsNoMoreThanTheLimit()
    {
        // A single segment of 2^40 bytes by its header, with one raw block of a byte.
        byte[] lie = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 9, 0, 0, (byte)'x'];

        Assert.Contains(Body("zstd", lie), new[] { "body_size", "compression" });
    }

    [Fact]
    public void Body_SnappyBlockThatStatesAHugeSize_IsRefusedBeforeItIsDecompressed()
    {
        Assert.Equal("body_size", Body("snappy", [0xff, 0xff, 0xff, 0x7f, 0, (byte)'x']));
        Assert.Equal("compression", Body("snappy", [0x10, 0, (byte)'x']));
    }

    [Theory]
    [InlineData(
        "snappy", "82534e41505059000000000100000001",
        ": the data is snappy in the framing of snappy-java (xerial), which Kafka's clients write; no step reads it")]
    [InlineData("snappy", "28b52ffd00", ": the data is zstd; use the step zstd")]
    [InlineData("zstd", "1f8b0800", ": the data is gzip; use the step gzip")]
    [InlineData("zlib", "504b0304", ": the data is a zip file; no step reads it")]
    [InlineData("zstd", "28b52ffd00", "")]
    [InlineData("gzip", "00010203040506070809101112131415161718192021", "")]
    public void Load_CompressionOfAnotherFormat_IsNamed(string step, string data, string problem)
    {
        var run = new PayloadRun($"payload: {{ decode: [base64, {step}, text] }}");

        Assert.Equal("compression", run.Body(Convert.ToBase64String(Convert.FromHexString(data))));
        Assert.Equal($"in the step {step}{problem}", run.Payload.Fault!.Detail);
    }

    [Fact]
    public void Body_SnappyFrames_AreOnePayload()
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"line {i}\n"));
        var framed = Framed(text);

        Assert.Equal(text, Body("snappy", framed));
        Assert.Equal(text + text, Body("snappy", [.. framed, .. framed]));
        Assert.Equal("compression", Body("snappy", framed[..^1]));
        Assert.Equal("compression", Body("snappy", [.. framed, 0x02, 0, 0, 0]));
        Assert.Equal(text, Body("snappy", [.. framed, 0x80, 1, 0, 0, 9, 0xfe, 0, 0, 0]));
        framed[^1] ^= 1;
        Assert.Equal("compression", Body("snappy", framed));
    }

    [Fact]
    public void Load_SnappyFramesOfABomb_CostNoMoreThanTheLimit()
    {
        var bomb = Encoding.ASCII.GetBytes(Convert.ToBase64String(Framed(new string('x', 20_000_000))));
        var payload = new PayloadRun("payload: { decode: [base64, snappy, text], limits: { max_bytes: 1MiB } }").Payload;
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(RecordErrorCode.BodySize, payload.Load(SourceValue.FromText(bomb)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("snappy")]
    [InlineData("framed")]
    public void Body_Mutated_IsTextOrARecordError(string format)
    {
        var step = format == "framed" ? "snappy" : format;
        var run = new PayloadRun($"payload: {{ decode: [base64, {step}], limits: {{ max_bytes: 64KiB }} }}");
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => $"line {i * 7919 % 100}\n"));
        var whole = format == "framed" ? Framed(text) : Compressed.By(format, text);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 4].Sample(changes =>
        {
            var bytes = (byte[])whole.Clone();
            foreach (var (at, value, cut) in changes)
            {
                bytes[at % bytes.Length] = value;
                bytes = bytes[..^Math.Min(cut, bytes.Length - 1)];
            }
            var body = run.Body(Convert.ToBase64String(bytes));
            return body is "compression" or "body_size" || body.StartsWith("bytes ", StringComparison.Ordinal);
        }, iter: HostileCases.Count, threads: 1);
    }

    private static string Body(string format, byte[] payload) =>
        new PayloadRun($"payload: {{ decode: [base64, {format}, text] }}").Body(Convert.ToBase64String(payload));

    private static byte[] Framed(string text)
    {
        using var target = new MemoryStream();
        using (var stream = new SnappyStream(target, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
        }
        return target.ToArray();
    }
}
