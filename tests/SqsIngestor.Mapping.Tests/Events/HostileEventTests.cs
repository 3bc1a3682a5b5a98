using System.Text;
using CsCheck;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Events;

/// <summary>Any bytes as event or body: a row, a record error or an event error, never another exception.</summary>
public class HostileEventTests
{
    private static readonly MappingPlan Orders = TestPlans.Repository("orders");

    [Fact]
    public void Encode_MutatedEvents_NeverThrowsAnythingElse()
    {
        var original = RepositoryFiles.Read("mappings", "samples", "orders.json");
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Int[0, 12], Gen.Byte.Array[0, 6]).Sample((at, remove, insert) =>
        {
            byte[] mutated = [.. original[..at], .. insert, .. original[Math.Min(original.Length, at + remove)..]];
            return Outcome(mutated) is not null;
        }, iter: HostileCases.Count);
    }

    [Fact]
    public void Encode_MutatedBodies_NeverThrowsAnythingElse()
    {
        const string Original = """{"type":"order.created","order":""" +
            """{"id":"9","total":12.3,"placedAt":"2026-03-01T12:00:00Z","status":"x","customer":""" +
            """{"id":4,"email":" A "},"tags":["a"],"labels":{"k":"v"},"lines":""" +
            """[{"sku":"a","discounts":[{"code":"X","pct":"0.5"}]},{"gift":true}]}}""";
        Gen.Select(
            Gen.Int[0, Original.Length - 1], Gen.Int[0, 8],
            Gen.String[Gen.Char["\"\\{}[]:,0123456789.eE+-nulltrfaso\ud800 ü"], 0, 6])
            .Sample((at, remove, insert) =>
        {
            var mutated = Original.Remove(at, Math.Min(remove, Original.Length - at)).Insert(at, insert);
            return Outcome(
                Encoding.UTF8.GetBytes(
                    $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{Escape(mutated)}}}]}""")) is not null;
        }, iter: HostileCases.Count);
    }

    private static string Escape(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Outcome(byte[] payload)
    {
        try
        {
            return string.Join(
                ';', TestEncoding.Event(Orders, payload).Select(r => r.Error?.ToString() ?? $"{r.Rows.Length} rows"));
        }
        catch (SqsEventException e)
        {
            return e.Message;
        }
    }
}
