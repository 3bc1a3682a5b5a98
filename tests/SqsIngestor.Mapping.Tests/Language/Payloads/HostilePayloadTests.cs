using System.Text;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>Payloads that are meant to break something.</summary>
public class HostilePayloadTests
{
    // A step that reads bytes and gives bytes is a compression.
    private static readonly string[] Formats =
        [.. PayloadStepCatalog.All.Where(row => row is { NeedsBytes: true, Gives: PayloadForm.Bytes }).Select(row => row.Word)];

    private static readonly string[] Steps = [.. Usages(row => !row.NeedsBytes && !row.IsDocument)];

    // After these, a step that needs bytes can follow.
    private static readonly string[] StepsToBytes = [.. Usages(row => !row.NeedsBytes && row.Gives == PayloadForm.Bytes)];

    private static readonly string[] ByteSteps =
        [.. Usages(row => row is { NeedsBytes: true, IsDocument: false }), PayloadStepCatalog.Find("decode", "text")!.Usage];

    private static readonly string[] Ends =
        ["text", .. Usages(row => row is { IsDocument: true, NeedsBytes: false })];

    // Things that steps want, to be damaged.
    private static readonly byte[][] Seeds =
    [
        .. Formats.Select(f => Encoding.ASCII.GetBytes(Compressed.Base64(f, """{"a":[1,2,{"b":"c"}]}"""))),
        Encoding.UTF8.GetBytes(
            """{"Type":"Notification","TopicArn":"t","Message":"{\"detail-type\":\"x\",\"source\":\"s\",\"detail\":{}}"}"""),
        """{"detail-type":"x","source":"s","detail":{"a":"\u00fc"}}"""u8.ToArray(),
        """["software.amazon.payloadoffloading.PayloadS3Pointer",{}]"""u8.ToArray(),
        "{\"a\":1}\n\n{\"a\":2}\r\n"u8.ToArray(),
    ];

    public static TheoryData<string> Compressions() => [.. Formats];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Load_Bomb_CostsNoMoreThanTheLimit(string format)
    {
        var bomb = Convert.ToBase64String(Compressed.By(format, new byte[100_000_000]));
        var payload = new PayloadRun($"payload: {{ decode: [base64, {format}, text], limits: {{ max_bytes: 1MiB }} }}").Payload;
        var body = Encoding.ASCII.GetBytes(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(RecordErrorCode.BodySize, payload.Load(SourceValue.FromText(body)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
        Assert.Equal(0, payload.Count);
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Body_DamagedBomb_IsTheSameErrorWhateverCameBefore(string format)
    {
        var yaml = $"payload: {{ decode: [base64, {format}, text], limits: {{ max_bytes: 100000 }} }}";
        var large = Compressed.Base64(format, new string('x', 100_000));
        var used = new PayloadRun(yaml);
        used.Body(large);
        var bomb = Compressed.By(format, string.Concat(Enumerable.Range(0, 30_000)));
        for (var i = 0; i < bomb.Length; i += Math.Max(1, bomb.Length / 500))
        {
            bomb[i] ^= 0x55;
            var body = Convert.ToBase64String(bomb);
            bomb[i] ^= 0x55;

            Assert.Equal(new PayloadRun(yaml).Body(body), used.Body(body));
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Body_ExactlyTheLimit_IsTaken(string format)
    {
        var run = new PayloadRun($"payload: {{ decode: [base64, {format}, text], limits: {{ max_bytes: 20000 }} }}");

        Assert.Equal(new string('x', 20_000), run.Body(Compressed.Base64(format, new string('x', 20_000))));
        Assert.Equal("body_size", run.Body(Compressed.Base64(format, new string('x', 20_001))));
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Body_CutOffAnywhere_IsRefused(string format)
    {
        var run = new PayloadRun($"payload: {{ decode: [base64, {format}, text] }}");
        var whole = Compressed.By(format, string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i * 7919 % 1000}\n")));

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal((length, "compression"), (length, run.Body(Convert.ToBase64String(whole[..length]))));
        }
        Assert.StartsWith("line 0", run.Body(Convert.ToBase64String(whole)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Body_SomethingBehindTheEnd_IsRefused(string format)
    {
        var run = new PayloadRun($"payload: {{ decode: [base64, {format}, text] }}");
        var whole = Compressed.By(format, "content");

        foreach (
            var tail in new byte[][]
            {
                [0], [0x1f], [0x1f, 0x8b], [1, 2, 3], new byte[100], Encoding.ASCII.GetBytes(new string('x', 20_000)),
            })
        {
            Assert.Equal("compression", run.Body(Convert.ToBase64String([.. whole, .. tail])));
        }
    }

    [Fact]
    public void Body_GzipMembersInARow_AreOnePayload()
    {
        var run = new PayloadRun("payload: { decode: [base64, gzip, text] }");
        byte[] two = [.. Compressed.By("gzip", "first "), .. Compressed.By("gzip", ""), .. Compressed.By("gzip", "second")];

        Assert.Equal("first second", run.Body(Convert.ToBase64String(two)));
        Assert.Equal("compression", run.Body(Convert.ToBase64String(two[..^1])));
    }

    [Theory]
    [InlineData("zlib", "eLt8AgEAMwIAAA==")]
    [InlineData("zlib", "H4sIAAAAAAAAAwMAAAAAAAAAAAA=")]
    [InlineData("gzip", "eJwDAAAAAAF4nAMAAAAAAXicAwAAAAAB")]
    [InlineData("brotli", "//////////8=")]
    [InlineData("deflate", "//////////8=")]
    [InlineData("zstd", "H4sIAAAAAAAAAwMAAAAAAAAAAAA=")]
    [InlineData("zstd", "//////////8=")]
    [InlineData("snappy", "H4sIAAAAAAAAAwMAAAAAAAAAAAA=")]
    [InlineData("snappy", "//////////8=")]
    [InlineData("snappy", "")]
    public void Body_AnotherFormat_IsRefused(string format, string body) =>
        Assert.Equal("compression", new PayloadRun($"payload: {{ decode: [base64, {format}, text] }}").Body(body));

    [Fact]
    public void Body_DamagedByte_IsNeverReturnedAsIfItWereWhole()
    {
        var run = new PayloadRun("payload: { decode: [base64, gzip, text] }");
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i}\n"));
        var whole = Compressed.By("gzip", text);

        // The first ten bytes are the header, whose time and system no checksum covers.
        for (var at = 10; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x55;
            Assert.NotEqual(text, run.Body(Convert.ToBase64String(damaged)));
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(500_000, false)]
    public void Body_DeepJson_StopsAtTheLimit(int depth, bool isTaken)
    {
        var json = new string('[', depth) + new string(']', depth);

        Assert.Equal(isTaken ? json : "body_depth", new PayloadRun("").Body(json));
        Assert.Equal("body_syntax", new PayloadRun("").Body(new string('[', 60) + "}"));
    }

    [Fact]
    public void Body_LimitOfDepth_IsTheMappings()
    {
        Assert.Equal("body_depth", new PayloadRun("payload: { limits: { max_depth: 2 } }").Body("""{"a":{"b":[]}}"""));
        Assert.Equal(
            new string('[', 512) + new string(']', 512),
            new PayloadRun("payload: { limits: { max_depth: 512 } }").Body(new string('[', 512) + new string(']', 512)));
    }

    [Fact]
    public void Body_OneMebibyte_IsTaken()
    {
        var body = $"\"{new string('x', 1024 * 1024 - 2)}\"";

        Assert.Equal(1024 * 1024 - 2, new PayloadRun("").Body(body).Length);
        Assert.Equal("body_size", new PayloadRun("payload: { limits: { max_bytes: 1000 } }").Body(body));
    }

    [Fact]
    public void Body_TextThatIsNotUnicode_IsLeftToTheColumns()
    {
        var run = new PayloadRun("payload: { decode: [{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json] }");

        Assert.Equal("body_syntax", run.Body([0xff, 0xfe]));
        Assert.Equal("\\ud800", run.Body("\"\\ud800\""));
    }

    [Fact]
    public void Bodies_AnyBytesThroughAnyChain_NeverThrow()
    {
        var chains = Gen.Select(
            Gen.Int[0, Steps.Length - 1], Gen.Int[-1, StepsToBytes.Length - 1], Gen.Int[0, ByteSteps.Length - 1],
            Gen.Int[0, Ends.Length - 1],
            (first, toBytes, middle, end) =>
            toBytes >= 0
                ? $"[{(first % 3 == 0 ? "text, " : "")}{StepsToBytes[toBytes]}, {ByteSteps[middle]}, {Ends[end]}]"
                : $"[{Steps[first]}, {Ends[end]}]");
        var runs = new Dictionary<string, PayloadRun>();
        Gen.Select(chains, Bodies).Sample((chain, body) =>
        {
            if (!runs.TryGetValue(chain, out var run))
            {
                runs[chain] = run = new PayloadRun($"payload: {{ decode: {chain}, limits: {{ max_bytes: 64KiB }} }}");
            }
            return run.Bodies(body).Length > 0;
        }, iter: 20_000, threads: 1);
    }

    /// <summary>Steps as a file writes them, also with <c>when: auto</c> if they can have it.</summary>
    private static IEnumerable<string> Usages(Func<PayloadStepSpec, bool> condition) =>
        PayloadStepCatalog.All.Where(condition).SelectMany(row => row.CanBeAuto
            ? (string[])[row.Usage, $"{{ {row.Key}: {row.Word}, when: auto }}"]
            : [row.Usage]);

    /// <summary>Noise, and what nearly is what a step wants.</summary>
    private static Gen<byte[]> Bodies => Gen.OneOf(
        Gen.Byte.Array[0, 60],
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 3], (seed, at, value, kind) =>
        {
            var bytes = (byte[])Seeds[seed].Clone();
            if (kind == 1) bytes = bytes[..(at % bytes.Length)];
            else if (kind > 1) bytes[at % bytes.Length] = value;
            return bytes;
        }));
}
