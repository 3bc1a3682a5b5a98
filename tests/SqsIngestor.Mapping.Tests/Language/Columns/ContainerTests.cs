using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>STRUCTs, ARRAYs and MAPs whose values are not what they need.</summary>
public class ContainerTests
{
    private const string Struct = "part: { from: $.body.a, fields: { x: $.body.a.x, y: $.body.a.y }";
    private const string Each = "parts: { each: $.body.a, fields: { x: $.item.x }";
    private const string Entries = "parts_by_name: { entries: $.body.a, fields: { x: $.value.x }";
    private const string Keys = "texts: { entries: $.body.a, key: $.value.k, value: $.value.v";

    [Theory]
    [InlineData(Struct, "\"48.1,11.5\"")]
    [InlineData(Struct, "[1,2]")]
    [InlineData(Struct, "7")]
    [InlineData(Each, "\"x\"")]
    [InlineData(Each, "{}")]
    [InlineData(Entries, "[]")]
    [InlineData("parts: $.body.a", "{}", "}")]
    public void Column_AnotherKindOfValue_IsOfTheWrongType(string column, string value, string end = " }")
    {
        var name = column[..column.IndexOf(':', StringComparison.Ordinal)];
        column = end == "}" ? $"{name}: {{ from: $.body.a" : column;
        var body = $$"""{"a":{{value}}}""";
        string With(string policy, string more) =>
            Encode($"columns:\n  {column}{(policy.Length > 0 ? ", on_error: " + policy : "")} }}\n{more}", body);

        Assert.Equal($"wrong_type in column '{name}' of main.raw.test at /body/a", With("", ""));
        Assert.Equal("{}", With("to_null", ""));
        Assert.Equal("", With("skip_row", ""));
        Assert.Equal(
            $$$"""{"rest":{"/body/a":{{{value}}}}}""",
            With("rescue", "  rest: { rescued: { scope: body } }"));
    }

    [Theory]
    [InlineData(Each, """["x"]""", "0")]
    [InlineData(Each, """[{},[]]""", "1")]
    [InlineData(Entries, """{"k":1}""", "0")]
    [InlineData(Each, """[{},null]""", "1", "null_item")]
    public void Column_AnElementThatDoesNotFit_FollowsThePolicies(
        string column, string value, string at, string code = "wrong_type")
    {
        var name = column[..column.IndexOf(':', StringComparison.Ordinal)];
        var body = $$"""{"a":{{value}}}""";

        var part = column == Entries ? ".value" : "";
        Assert.Equal(
            $"{code} in column '{name}{part}' of main.raw.test at /body/a/{at}", Encode($"columns:\n  {column} }}", body));
        Assert.Equal("{}", Encode($"columns:\n  {column}, on_error: to_null }}", body));
        Assert.Equal(
            $$$"""{"rest":{"/body/a":{{{value}}}}}""",
            Encode($"columns:\n  {column}, on_error: rescue }}\n  rest: {{ rescued: {{ scope: body }} }}", body));
    }

    [Theory]
    // One with a lower field number, one with a higher.
    [InlineData("text: { from: $.body.a.z, on_error: to_null }")]
    [InlineData("more: { from: $.body.a.z, on_error: to_null }")]
    public void Struct_OfWhichOnlyOtherColumnsReadParts_MayHaveAnyKind(string other) =>
        Assert.Equal(
            """{"part":{"x":"c"}}""",
            Encode($"columns:\n  part: {{ from: $.body.a, fields: {{ x: {{ const: c }} }} }}\n  {other}", """{"a":"t"}"""));

    [Theory]
    [InlineData("part: { fields: { x: $.body.x }, on_error: to_null }",
        "MAP433: 'on_error' does nothing in a column with 'fields' but no")]
    [InlineData("part: { from: $.meta.requestId, fields: { x: $.body.x }, on_error: to_null }",
        "MAP433: 'on_error' does nothing here")]
    [InlineData("part: { from: $.message.attributes, fields: { x: $.body.x }, on_error: to_null }",
        "MAP417: 'on_error' does nothing here")]
    public void Struct_ThatCannotBeOfTheWrongType_HasNoOnError(string column, string message) =>
        Assert.Contains(message, Diagnose("columns:\n  " + column), StringComparison.Ordinal);

    [Fact]
    public void Struct_WhosePathCanBeBlocked_HasOnError() => Assert.DoesNotContain(
        "on_error", Diagnose("columns:\n  part: { from: $.body.a, fields: { x: $.body.x }, on_error: to_null }"),
        StringComparison.Ordinal);

    [Fact]
    public void Column_FieldsThatHoldTheElementItself_TakeAnyElement() =>
        Assert.Equal(
            """{"parts":[{"x":"a","y":0},{"x":"b","y":1}]}""",
            Encode("columns:\n  parts: { each: $.body.a, fields: { x: $.item, y: $.item_index } }", """{"a":["a","b"]}"""));

    [Theory]
    [InlineData(Keys, """{"p":{"v":"1"}}""", "map_key", "/0")]
    [InlineData(Keys, """{"p":{"k":"a","v":"1"},"q":{"k":null,"v":"2"}}""", "map_key", "/1")]
    [InlineData(Keys, """{"p":{"k":"a","v":"1"},"q":{"k":"a","v":"2"}}""", "duplicate_key", "")]
    [InlineData("texts: { from: $.body.a", """{"k":"1","\u006b":"2"}""", "duplicate_key", "")]
    [InlineData("numbered: { from: $.body.a", """{"1":"x","1.0":"y"}""", "duplicate_key", "")]
    [InlineData("numbered: { entries: $.body.a, value: $.value", """{"1":"x","10e-1":"y"}""", "duplicate_key", "")]
    [InlineData("texts: { entries: $.body.a, key: { from: $.key, transform: lower }, value: $.value", """{"K":"1","k":"2"}""",
        "duplicate_key", "")]
    public void Map_EntryWithoutAKeyOfItsOwn_FollowsThePolicies(string column, string value, string code, string at)
    {
        var name = column[..column.IndexOf(':', StringComparison.Ordinal)];
        var body = $$"""{"a":{{value}}}""";

        var part = code == "map_key" ? ".key" : "";
        Assert.Equal(
            $"{code} in column '{name}{part}' of main.raw.test at /body/a{at}", Encode($"columns:\n  {column} }}", body));
        Assert.Equal("{}", Encode($"columns:\n  {column}, on_error: to_null }}", body));
        Assert.Equal(
            $$$"""{"rest":{"/body/a":{{{value}}}}}""",
            Encode($"columns:\n  {column}, on_error: rescue }}\n  rest: {{ rescued: {{ scope: body }} }}", body));
    }

    [Theory]
    [InlineData("entries: $.body.v, value: $.value")]
    [InlineData("entries: $.body.v, key: $.key, value: $.value")]
    [InlineData("entries: $.body.v, key: { from: $.key, transform: to_bool }, value: $.value")]
    [InlineData("from: $.body.v")]
    public void Map_KeysThatAreBools_AreTakenFromNames(string source)
    {
        var row = OneColumn.Encode(OneColumn.Plan("by_flag", $"{{ {source} }}"), """{"true":1.5,"\u0066alse":2}""");

        Assert.Equal([(false, 2.0), (true, 1.5)], row.ByFlag.OrderBy(e => e.Key).Select(e => (e.Key, e.Value)));
    }

    [Fact]
    public void Map_ManyKeys_AreAllKeptAndOneTwiceIsFound()
    {
        var plan = Plan("columns:\n  texts: $.body");
        string Body(int count, string more) =>
            $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"key-of-entry-{i:D6}-of-map\":\"v\""))}{more}}}";

        foreach (var count in new[] { 1, 2, 31, 32, 33, 1000 })
        {
            var row = TestEncoding.Body(plan, Body(count, "")).Rows.Single();
            Assert.Equal(count, Protos.Whole.Parser.ParseFrom(row).Texts.Count);
            Assert.StartsWith(
                "duplicate_key", Encode(plan, Body(count, ",\"key-of-entry-000000-of-map\":\"\"")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("part: $.body.a", """{"\u0078":"v"}""", """{"part":{"x":"v"}}""")]
    [InlineData("parts: $.body.a", """[{"\u0078":"v"}]""", """{"parts":[{"x":"v"}]}""")]
    [InlineData("parts_by_name: $.body.a", """{"k":{"\u0078":"v"}}""", """{"parts_by_name":{"k":{"x":"v"}}}""")]
    [InlineData("strict_parts: $.body.a", """[{"\u0078":"v"}]""", """{"strict_parts":[{"x":"v"}]}""")]
    [InlineData("part: { from: $.body.a, transform: parse_json }", "\"{\\\"\\\\u0078\\\":\\\"v\\\"}\"", """{"part":{"x":"v"}}""")]
    public void Struct_NamesWithEscapes_AreTheNames(string column, string value, string row) =>
        Assert.Equal(row, Encode($"columns:\n  {column}", $$"""{"a":{{value}}}"""));

    [Theory]
    [InlineData("strict_parts: { from: $.body.a, null_items: default }")]
    [InlineData("strict_parts: { each: $.body.a, fields: { x: $.item.x }, null_items: default }")]
    public void NullItems_DefaultOfAStructWithRequiredFields_IsRefused(string column) =>
        Assert.Contains("cannot become an empty STRUCT", Diagnose($"columns:\n  {column}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"txt\"")]
    [InlineData("[{\"text\":\"1\"}]")]
    [InlineData("42")]
    [InlineData("null")]
    public void Body_IsNoObjectAndColumnsReadItsMembers_IsOfTheWrongType(string body)
    {
        Assert.Equal(
            "wrong_type in column 'text' of main.raw.test at /body", Encode("columns:\n  text: $.body.text", body));
        Assert.Equal("wrong_type in column 'text' of main.raw.test at /body", Encode("auto: { from: $.body }", body));
        Assert.Equal(
            "wrong_type in column 'parts' of main.raw.test at /body",
            Encode("columns:\n  parts: { each: $.body.a, fields: { x: $.item.x } }", body));
        Assert.Equal(
            "wrong_type in column 'part' of main.raw.test at /body",
            Encode("columns:\n  part: { from: $.body.a, fields: { x: $.body.a.x } }", body));
        Assert.Equal("{}", Encode("columns:\n  text: { from: $.body.text, on_error: to_null }", body));
        Assert.Equal(
            $$$"""{"rest":{"/body":{{{body}}}}}""",
            Encode("columns:\n  text: { from: $.body.text, on_error: rescue }\n  rest: { rescued: { scope: body } }", body));
    }

    [Fact]
    public void Body_IsHeldByAColumnToo_MayHaveAnyKind() =>
        Assert.Equal(
            """{"text":"[1]"}""", Encode("columns:\n  text: { from: $.body, as: json }\n  more: $.body.a", "[1]"));
}
