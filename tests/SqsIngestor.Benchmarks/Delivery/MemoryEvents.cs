using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>Events whose bodies need memory. Each has its own message ids.</summary>
internal static class MemoryEvents
{
    private static int _messages;

    /// <summary>An event of bodies.</summary>
    public static byte[] Of(params IEnumerable<string> bodies) =>
        Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', bodies.Select(Record))}}]}""");

    /// <summary>So many bodies that the event has a size.</summary>
    /// <param name="body">The body.</param>
    /// <param name="bytes">The size of the event.</param>
    public static byte[] Filled(string body, int bytes) =>
        Of(Enumerable.Repeat(body, Math.Max(1, bytes / Encoding.UTF8.GetByteCount(Record(body)))));

    /// <summary>An order of lines of about 236 bytes each.</summary>
    public static string Order(int lines) =>
        OrderOf($"[{string.Join(',', Enumerable.Range(0, lines).Select(Line))}]");

    /// <summary>Bodies that cost much for their size.</summary>
    public static IEnumerable<(string Name, string Body)> Hostile()
    {
        yield return ("text", new string('x', 250_000));
        yield return ("orders of 1,000 lines", Order(1000));
        yield return ("orders of empty lines", OrderOf(Repeat("{}", 900)));
        yield return ("empty arrays", Repeat("[]", 80_000));
        yield return ("a number", "1");
        yield return ("gzipped zeros", Gzip(new string('0', 40_000_000)));
        yield return ("gzipped empty lines", Gzip(string.Concat(Enumerable.Repeat("{}\n", 10_000_000))));
        const string Row = """{"msg":"x","ctx":{"a":[1,2]}}""";
        yield return ("gzipped rows", Gzip(string.Concat(Enumerable.Repeat(Row + "\n", 500_000))));
    }

    private static string OrderOf(string lines) =>
        $$"""{"type":"order.created","order":{"id":"1","total":12.30,"lines":{{lines}} } }""";

    private static string Line(int i) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"sku":"{{i:d8}}","qty":{{i}},"note":"{{new string('n', 190)}}"}""");

    private static string Repeat(string item, int count) => $"[{string.Join(',', Enumerable.Repeat(item, count))}]";

    private static string Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(bytes.ToArray());
    }

    private static string Record(string body) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"messageId":"059f36b4-87a3-44ab-83d2-{{Interlocked.Increment(ref _messages):x12}}","receiptHandle":"AQEBwJnKyrHig",
        "body":{{JsonSerializer.Serialize(body)}},"attributes":{"ApproximateReceiveCount":"1"},"messageAttributes":{},
        "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}
        """);
}
