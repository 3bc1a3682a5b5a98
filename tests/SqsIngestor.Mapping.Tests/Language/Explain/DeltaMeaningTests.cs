using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Types;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>A row is shown by the types of its table, whether the mapping says `as` or not.</summary>
public sealed class DeltaMeaningTests
{
    private static readonly ColumnType Timestamp = new() { Name = "TIMESTAMP", As = "timestamp" };

    private static readonly ColumnType Date = new() { Name = "DATE", As = "date" };

    private static readonly ColumnType Variant = new() { Name = "VARIANT", As = "variant" };

    public static TheoryData<string, string, ColumnType, string, string> Columns() => new()
    {
        { "int64_value", "$.body.v", Timestamp, "1772366400", "\"1970-01-01T00:29:32.3664Z\"" },
        { "int64_value", "{ expr: \"body.v\" }", Timestamp, "1772366400000000", "\"2026-03-01T12:00:00Z\"" },
        { "int64_value", "$.body.v", new() { As = "timestamp_ntz" }, "1772366400000000", "\"2026-03-01T12:00:00\"" },
        { "int32_value", "$.body.v", Date, "20513", "\"2026-03-01\"" },
        { "unpacked", "$.body.v", Date, "[20513]", "[\"2026-03-01\"]" },
        { "unpacked", "{ each: $.body.v, value: $.item }", Date, "[20513]", "[\"2026-03-01\"]" },
        { "string_value", "$.body.v", Variant, "\"[1]\"", "[1]" },
        {
            "by_number", "$.body.v", new() { Key = Timestamp }, "{\"1772366400000000\":\"x\"}",
            "{\"2026-03-01T12:00:00Z\":\"x\"}"
        },
        {
            "by_number", "{ entries: $.body.v, value: $.value }", new() { Key = Timestamp }, "{\"1772366400000000\":\"x\"}",
            "{\"2026-03-01T12:00:00Z\":\"x\"}"
        },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Run_ColumnWithoutAs_IsShownByTheTypeOfTheTable(
        string column, string source, ColumnType type, string value, string shown)
    {
        var plan = OneColumn.Plan(column, source, type: type);
        var body = EventInput.OfBodies($$"""{"v":{{value}}}""");

        var row = Assert.Single(Assert.Single(EventInspector.Run(plan, body, default)).Rows);
        var trace = Assert.Single(Assert.Single(EventTracer.Run(plan, body, default)).Columns, c => c.Column.Name == column);

        Assert.Equal($$"""{"{{column}}":{{shown}}}""", new RecordInspector(plan, row.Table).ToJson(row.Record.Span));
        Assert.Equal(shown, trace.Column.Value);
    }

    [Fact]
    public void Run_FieldBelowAColumn_IsShownByTheTypeOfTheTable()
    {
        var plan = TestPlans.Compile(
            "version: 1\ndescriptor: silent.binpb\nmessage: tests.silent.Whole\ncolumns: { part: $.body.p, parts: $.body.q, "
                + "parts_by_name: $.body.r }\n"
                + "ignore: [text, number, texts, numbered, numbers, strict_parts, rest, more, left, right]\n",
            SilentRig.Descriptors,
            types: new(
                new Dictionary<string, ColumnType> { ["part"] = Part, ["parts"] = Part, ["parts_by_name"] = Part }, [])).Plan!;

        Assert.Equal(
            """{"part":{"y":"1970-01-01T00:00:00.000001Z"},"parts":[{"y":"1970-01-01T00:00:00.000002Z"}]"""
                + ""","parts_by_name":{"k":{"y":"1970-01-01T00:00:00.000003Z"}}}""",
            SilentRig.Encode(plan, """{"p":{"y":1},"q":[{"y":2}],"r":{"k":{"y":3}}}"""));
    }

    private static ColumnType Part { get; } = new()
    {
        Fields = new Dictionary<string, ColumnType> { ["y"] = Timestamp },
    };

    [Theory]
    [InlineData(
        "int64_value", "$.body.v", "1772366400", "int64_value: 1970-01-01T00:29:32.3664Z is outside the years 2000 to 2100")]
    [InlineData("by_number", "$.body.v", "{\"1772366400\":\"x\"}", "by_number: 1970-01-01T00:29:32.3664Z is outside the years")]
    public void Warnings_TimeWithoutAs_IsImplausible(string column, string source, string value, string warning)
    {
        var plan = OneColumn.Plan(column, source, type: column == "by_number" ? new() { Key = Timestamp } : Timestamp);
        var body = EventInput.OfBodies($$"""{"v":{{value}}}""");
        var row = Assert.Single(Assert.Single(EventInspector.Run(plan, body, default)).Rows);

        Assert.StartsWith(
            warning, Assert.Single(new RecordInspector(plan, row.Table).Warnings(row.Record.Span)), StringComparison.Ordinal);
        Assert.Contains(
            "is outside the years", Assert.Single(EventTracer.Run(plan, body, default)).Columns
                .Select(c => c.Column.Warning).Single(text => text is not null), StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_MapWhoseValuesHaveAnAs_ShowsThemByIt()
    {
        var plan = SilentRig.Plan("columns:\n  texts: { from: $.body.v, as: variant }");

        Assert.Equal("""{"texts":{"k":[1]}}""", SilentRig.Encode(plan, """{"v":{"k":[1]}}"""));
    }
}
