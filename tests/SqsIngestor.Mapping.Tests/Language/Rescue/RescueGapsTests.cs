using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary>The warning of a rescued column that does not get everything, held against what the function does.</summary>
public class RescueGapsTests
{
    private const string Lines = "explode: { path: '$.body.lines[*]', as: line, max_rows: 9 }\n";

    [Theory]
    [InlineData("text: { from: [$.body.a, $.body.b] }", """{"a":"1","b":"lost"}""", "the paths of 'text' that are not used")]
    [InlineData("part: $.body.a", """{"a":{"x":"1","z":"lost"}}""", "members that fill no field of 'part'")]
    [InlineData("part: { from: $.body.a, transform: parse_json }", """{"a":"{\"x\":\"1\",\"z\":\"lost\"}"}""",
        "members that fill no field of 'part'")]
    [InlineData("parts_by_name: $.body.a", """{"a":{"k":{"z":"lost"}}}""", "members that fill no field of 'parts_by_name'")]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x } }", """{"a":[{"x":"1","z":"lost"}]}""",
        "what no column reads of the elements of 'parts'")]
    [InlineData("numbers: { each: $.body.a, value: $.item.y }", """{"a":[{"y":1,"z":"lost"}]}""",
        "what no column reads of the elements of 'numbers'")]
    [InlineData("texts: { entries: $.body.a, value: $.value.y }", """{"a":{"k":{"y":1,"z":"lost"}}}""",
        "what no column reads of the elements of 'texts'")]
    [InlineData("part: { fields: { inner: $.body.a } }", """{"a":{"x":"1","z":"lost"}}""",
        "members that fill no field of 'part.inner'")]
    [InlineData(
        "text: $.line.a", """{"lines":[{"a":"1","z":"lost"}]}""", "what no column reads of the elements of 'line'", Lines)]
    public void Check_ColumnThatPassesOverValues_IsAWarningUnlessTheScopeIsAll(
        string column, string body, string gap, string table = "")
    {
        string Mapping(string scope) => $"{table}columns:\n  {column}\n  rest: {{ rescued: {{ scope: {scope} }} }}";

        Assert.Contains($"MAP418: 'rest' does not get {gap}", Diagnose(Mapping("body")), StringComparison.Ordinal);
        Assert.DoesNotContain("lost", Encode(Mapping("body"), body), StringComparison.Ordinal);
        Assert.DoesNotContain("MAP418", Diagnose(Mapping("all")), StringComparison.Ordinal);
        Assert.Contains("lost", Encode(Mapping("all"), body), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FieldsOfWhatIsNoStruct_IsOnlyTheErrorThatItIs() =>
        Assert.Contains(
            "'text' is not a STRUCT",
            Diagnose("columns:\n  text: { fields: { x: $.body.a } }\n  rest: { rescued: { scope: body } }"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("text: $.body.a", """{"a":"1","z":"kept"}""")]
    [InlineData("numbers: { each: $.body.a, value: $.item }", """{"a":[1],"z":"kept"}""")]
    [InlineData("texts: { entries: $.body.a, value: $.value }", """{"a":{"k":"kept"}}""")]
    [InlineData("part: { from: $.body.a, fields: { x: $.body.a.x } }", """{"a":{"x":"1","z":"kept"}}""")]
    [InlineData("text: $.line.a", """{"lines":[{"a":"1","z":"kept"}]}""", Lines, "line, body")]
    // Another column holds the JSON text with everything in it.
    [InlineData("more: { from: $.body.a, as: variant }\n  part: $.body.a", """{"a":{"x":"1","z":"kept"}}""")]
    [InlineData("more: { from: $.body, as: json }\n  text: $.line.a", """{"lines":[{"a":"1","z":"kept"}]}""", Lines)]
    public void Check_RescuedColumnThatIsComplete_IsNotAWarning(
        string column, string body, string table = "", string scope = "body")
    {
        var mapping = $"{table}columns:\n  {column}\n  rest: {{ rescued: {{ scope: [{scope}] }} }}";

        Assert.DoesNotContain("MAP418", Diagnose(mapping), StringComparison.Ordinal);
        Assert.Contains("kept", Encode(mapping, body), StringComparison.Ordinal);
    }
}
