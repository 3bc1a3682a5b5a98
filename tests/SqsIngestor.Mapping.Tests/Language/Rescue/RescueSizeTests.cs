using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary>The work for rescued values grows with the message, and not with the square of their number.</summary>
public sealed class RescueSizeTests
{
    private const int Many = 10_000;

    // For each node of the body, and for each row.
    private const int VisitsOfANode = 8;

    [Theory]
    [InlineData("parts: { each: $.body.a, fields: { y: { from: $.item.y, on_error: rescue } } }", "body", Many)]
    [InlineData("parts: { each: $.body.a, fields: { y: { from: $.item.y, on_error: rescue } } }", "all", 2 * Many)]
    [InlineData("parts: { from: $.body.a, on_error: rescue }", "body", Many)]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.y } }", "all", Many)]
    public void Rescue_ManyElements_VisitsEachNodeAFewTimes(string column, string scope, int rescued)
    {
        var plan = SilentRig.Plan($"columns:\n  {column}\n  rest: {{ rescued: {{ scope: {scope} }} }}");

        var rows = Encode(plan, $$"""{"a":[{{Repeat("""{"y":"n","z":0}""", Many)}}]}""", 5 * Many);

        var row = Whole.Parser.ParseFrom(Assert.Single(rows));
        Assert.Equal(Many, row.Parts.Count);
        Assert.Contains($"\"/body/a/{Many - 1}", row.Rest, StringComparison.Ordinal);
        Assert.Equal(rescued, row.Rest.AsSpan().Count("\"/body/a/"));
    }

    [Fact]
    public void Rescue_OneValueInEachOfManyRows_VisitsEachNodeAFewTimes()
    {
        const int Rows = 5_000;
        var plan = SilentRig.Plan($$"""
            explode: { path: "$.body.lines[*]", as: line, max_rows: {{Rows}} }
            columns:
              number: { from: $.line.n, on_error: rescue }
              rest: { rescued: { scope: [line] } }
            """);

        // Many members stand before the array, so that walks from the root would show.
        var rows = Encode(
            plan, $$"""{{{Repeat("\"m\":0", Many)}},"lines":[{{Repeat("""{"n":"x"}""", Rows)}}]}""", (2 * Many) + (3 * Rows));

        Assert.Equal(Rows, rows.Length);
        Assert.Equal($$"""{"/body/lines/{{Rows - 1}}/n":"x"}""", Whole.Parser.ParseFrom(rows[^1]).Rest);
    }

    [Fact]
    public void Rescue_PlacesOfALargeBody_CountAsMemoryOfTheMessage()
    {
        // Its text takes 0.2 MB, its nodes up to 2.1 MB, and their places another 0.8 MB.
        var body = $$"""{"a":[{{Repeat("0", 100_000)}}],"b":"x"}""";
        string Mapping(string policy) => $$"""
            columns:
              number: { from: $.body.b, on_error: {{policy}} }
              rest: { rescued: { scope: [body], exclude: [$.body.a] } }
            """;
        RecordError? Error(string policy, int memory) =>
            TestEncoding.Event(SilentRig.Plan(Mapping(policy)), Event(body), memory).Single().Error;

        Assert.Null(Error("to_null", 700_000));
        Assert.Equal(RecordErrorCode.MessageMemory, Error("rescue", 700_000)?.Code);
        Assert.Null(Error("rescue", 900_000));
    }

    /// <param name="plan">The mapping.</param>
    /// <param name="body">The body.</param>
    /// <param name="nodes">About as many nodes as it has.</param>
    private static byte[][] Encode(MappingPlan plan, string body, int nodes)
    {
        var (encoder, message, payload) = (plan.CreateEncoder(), plan.CreateMessage(), Event(body));
        Assert.True(new SqsEventReader(payload, payload.Length).Read(message));
        Assert.Equal(EncodeOutcome.Rows, encoder.Encode(message, TestEncoding.Invocation));
        Assert.InRange(encoder.NodeVisits, nodes / 2, (long)nodes * VisitsOfANode);
        return [.. encoder.Rows.Select(row => encoder.Bytes(row).ToArray())];
    }

    private static byte[] Event(string body)
    {
        var text = body.Replace("\"", "\\\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"{{text}}"}]}""");
    }

    private static string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));
}
