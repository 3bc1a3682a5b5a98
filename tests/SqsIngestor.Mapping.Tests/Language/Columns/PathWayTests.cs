using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>What stands in the middle of a path, where its next step needs an object or an array.</summary>
public class PathWayTests
{
    private const string Rest = "\n  rest: { rescued: { scope: body } }";

    [Theory]
    [InlineData("text: $.body.a.b", """{"a":"t"}""", "text", "/body/a")]
    [InlineData("text: $.body.a.b", """{"a":7}""", "text", "/body/a")]
    [InlineData("text: $.body.a.b", """{"a":[{"b":"x"}]}""", "text", "/body/a")]
    [InlineData("text: $.body.a.b.c.d", """{"a":{"b":{"c":true}}}""", "text", "/body/a/b/c")]
    [InlineData("text: '$.body.a[0].b'", """{"a":{"b":"x"}}""", "text", "/body/a")]
    [InlineData("text: '$.body.a[-1].b'", """{"a":[{},"t"]}""", "text", "/body/a/-1")]
    [InlineData("text: { from: $.body.a.b, default: d }", """{"a":"t"}""", "text", "/body/a")]
    [InlineData("text: { from: $.body.a.b, transform: trim }", """{"a":"t"}""", "text", "/body/a")]
    [InlineData("text: { from: [$.body.z, $.body.a.b] }", """{"a":"t","z":null}""", "text", "/body/a")]
    [InlineData("text: { concat: [$.body.a.b, '!', $.body.z] }", """{"a":"t","z":null}""", "text", "/body/a")]
    [InlineData("part: { fields: { x: $.body.a.x } }", """{"a":"t"}""", "part.x", "/body/a")]
    [InlineData("part: { from: $.body.a.b, fields: { x: $.body.a.b.x } }", """{"a":"t"}""", "part", "/body/a")]
    [InlineData("parts: { each: $.body.a.b, fields: { x: $.item.x } }", """{"a":"t"}""", "parts", "/body/a")]
    [InlineData("texts: { entries: $.body.a.b, value: $.value }", """{"a":"t"}""", "texts", "/body/a")]
    [InlineData("numbers: { each: $.body.a, value: $.item.n }", """{"a":[{"n":1},2]}""", "numbers", "/body/a/1")]
    [InlineData("numbers: { each: $.body.a, value: $.item.n.m }", """{"a":[{"n":1}]}""", "numbers", "/body/a/0/n")]
    [InlineData("texts: { entries: $.body.a, value: $.value.n }", """{"a":{"k":"t"}}""", "texts.value", "/body/a/0")]
    [InlineData("texts: { entries: $.body.a, key: $.value.k.m, value: $.value.v }", """{"a":{"q":{"k":1,"v":"w"}}}""",
        "texts.key", "/body/a/0/k")]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.b.c } }", """{"a":[{"b":1}]}""", "parts.x", "/body/a/0/b")]
    public void Path_OverAnotherKindOfValue_IsOfTheWrongType(string column, string body, string name, string place) =>
        Assert.Equal($"wrong_type in column '{name}' of main.raw.test at {place}", Encode("columns:\n  " + column, body));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":{"b":null}}""")]
    public void Path_OverNothing_IsMissing(string body)
    {
        Assert.Equal("{}", Encode("columns:\n  text: { from: $.body.a.b.c, on_error: fail }", body));
        Assert.Equal(
            """{"numbers":[0]}""",
            Encode("columns:\n  numbers: { each: $.body, value: $.item.b.c, null_items: default }", $"[{body}]"));
        Assert.Equal(
            "missing in column 'text' of main.raw.test at /body/a/b/c",
            Encode("columns:\n  text: { from: $.body.a.b.c, on_missing: fail }", body));
    }

    [Theory]
    [InlineData("to_null", "{}")]
    [InlineData("skip_row", "")]
    [InlineData("rescue", """{"rest":{"/body/a/b":7}}""", Rest)]
    [InlineData("to_null", """{"rest":{"body":{"a":{"b":7}}}}""", Rest)]
    public void Path_OverAnotherKindOfValue_FollowsOnError(string policy, string row, string more = "") =>
        Assert.Equal(row, Encode($"columns:\n  text: {{ from: $.body.a.b.c, on_error: {policy} }}{more}", """{"a":{"b":7}}"""));

    [Theory]
    [InlineData("to_null", """{"numbers":[1]}""")]
    [InlineData("rescue", """{"numbers":[1],"rest":{"/body/a/1":"t"}}""", "\n  rest: { rescued: { scope: all } }")]
    public void Element_ThatIsAnotherKindOfValue_FollowsItsOwnPolicies(string policy, string row, string more = "") =>
        Assert.Equal(
            row,
            Encode(
                $"columns:\n  numbers: {{ each: $.body.a, value: {{ from: $.item.n, on_error: {policy} }}, null_items: drop }}"
                    + more,
                """{"a":[{"n":1},"t"]}"""));

    [Fact]
    public void Path_OverAnotherKindOfValue_SaysWhatWasFoundAndWanted()
    {
        Assert.Equal("found text of 1 character, wanted an object", Detail("text: $.body.a.b", """{"a":"t"}"""));
        Assert.Equal("found an object, wanted an array", Detail("text: '$.body.a[0]'", """{"a":{}}"""));

        static string Detail(string column, string body) =>
            TestEncoding.Body(Plan("columns:\n  " + column), body).Error!.Detail;
    }

    [Fact]
    public void Explode_PathOverAnotherKindOfValue_IsOfTheWrongType() => Assert.StartsWith(
        "wrong_type",
        Encode(
            "explode: { path: '$.body.a.b[*]', as: line, absent: skip, max_rows: 9 }\ncolumns:\n  text: $.line.x",
            """{"a":"t"}"""),
        StringComparison.Ordinal);
}
