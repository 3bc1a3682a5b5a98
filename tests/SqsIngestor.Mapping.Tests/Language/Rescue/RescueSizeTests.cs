using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary>
/// Rescued values of large messages. With time that grows with the square of their number, each of these tests takes many minutes,
/// so a limit of one minute tells the two apart on any machine.
/// </summary>
public sealed class RescueSizeTests
{
    private const int Many = 400_000;
    private const string Large = "payload: { decode: json, limits: { max_bytes: 64MiB } }\n";

    [Theory]
    [InlineData("parts: { each: $.body.a, fields: { y: { from: $.item.y, on_error: rescue } } }", "body", Many)]
    [InlineData("parts: { each: $.body.a, fields: { y: { from: $.item.y, on_error: rescue } } }", "all", 2 * Many)]
    [InlineData("parts: { from: $.body.a, on_error: rescue }", "body", Many)]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.y } }", "all", Many)]
    public async Task Rescue_ManyElements_TakesTimeByTheirNumber(string column, string scope, int rescued)
    {
        var plan = SilentRig.Plan($"{Large}columns:\n  {column}\n  rest: {{ rescued: {{ scope: {scope} }} }}");

        var rows = await EncodeAsync(plan, $$"""{"a":[{{Repeat("""{"y":"n","z":0}""", Many)}}]}""");

        var row = Whole.Parser.ParseFrom(Assert.Single(rows));
        Assert.Equal(Many, row.Parts.Count);
        Assert.Contains($"\"/body/a/{Many - 1}", row.Rest, StringComparison.Ordinal);
        Assert.Equal(rescued, row.Rest.AsSpan().Count("\"/body/a/"));
    }

    [Fact]
    public async Task Rescue_OneValueInEachOfManyRows_TakesTimeByTheirNumber()
    {
        const int Rows = 100_000;
        var plan = SilentRig.Plan($$"""
            {{Large}}explode: { path: "$.body.lines[*]", as: line, max_rows: {{Rows}} }
            columns:
              number: { from: $.line.n, on_error: rescue }
              rest: { rescued: { scope: [line] } }
            """);

        // A million members stand before the array, so that a walk from the root for each row never ends.
        var rows = await EncodeAsync(plan, $$"""{{{Repeat("\"m\":0", 1_000_000)}},"lines":[{{Repeat("""{"n":"x"}""", Rows)}}]}""");

        Assert.Equal(Rows, rows.Length);
        Assert.Equal($$"""{"/body/lines/{{Rows - 1}}/n":"x"}""", Whole.Parser.ParseFrom(rows[^1]).Rest);
    }

    [Fact]
    public void Rescue_PlacesOfALargeBody_CountAsMemoryOfTheMessage()
    {
        // Its nodes take 1.6 MB and their places another 0.8 MB.
        var body = $$"""{"a":[{{Repeat("0", 100_000)}}],"b":"x"}""";
        string Mapping(string policy) => $$"""
            columns:
              number: { from: $.body.b, on_error: {{policy}} }
              rest: { rescued: { scope: [body], exclude: [$.body.a] } }
            """;
        RecordError? Error(string policy, int memory) =>
            TestEncoding.Event(SilentRig.Plan(Mapping(policy)), Event(body), memory).Single().Error;

        Assert.Null(Error("to_null", 900_000));
        Assert.Equal(RecordErrorCode.MessageMemory, Error("rescue", 900_000)?.Code);
        Assert.Null(Error("rescue", 1_300_000));
    }

    private static async Task<byte[][]> EncodeAsync(MappingPlan plan, string body)
    {
        var (rows, error) = await Task.Run(() => TestEncoding.Event(plan, Event(body)).Single()).WaitAsync(Eventually.Patience);
        Assert.Null(error);
        return rows;
    }

    private static byte[] Event(string body) => Encoding.UTF8.GetBytes(
        $$"""{"Records":[{"messageId":"m","body":"{{body.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}]}""");

    private static string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));
}
