using System.Text.Json;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Tests.Language.Oracle;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary>The scope <c>all</c>: every value of the body is in the row or in the rescued column.</summary>
public class RescuedAllTests
{
    [Theory]
    [InlineData("text: { from: [$.body.a, $.body.b] }", """{"a":"1","b":"2"}""", """{"body":{"b":"2"}}""")]
    [InlineData("part: $.body.a", """{"a":{"x":"1","z":"2"}}""", """{"body":{"a":{"z":"2"}}}""")]
    [InlineData("parts: $.body.a", """{"a":[{"x":"1"},{"x":"1","z":"2"},{"inner":{"q":[]}}]}""",
        """{"/body/a/1":{"z":"2"},"/body/a/2":{"inner":{"q":[]}}}""")]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x } }", """{"a":[{"x":"1","z":"2"},{},null]}""",
        """{"/body/a/0":{"z":"2"},"/body/a/2":null}""", ", null_items: drop")]
    [InlineData(
        "parts_by_name: { entries: $.body.a, fields: { x: $.value.x } }", """{"a":{"k/":{"x":"1","z":"2"},"l":{"x":""}}}""",
        """{"body":{"a":{"k/":{"z":"2"}}}}""")]
    [InlineData("parts: { each: $.body.a, fields: { inner: { from: $.item.inner, fields: { x: $.item.inner.x } } } }",
        """{"a":[{"inner":{}},{"inner":{"z":{}}}]}""", """{"/body/a/1":{"inner":{"z":{}}}}""")]
    [InlineData("parts: { each: $.body.a, fields: { inner: { from: $.item.inner, fields: { x: { const: x } } } } }",
        """{"a":[{"inner":{}}]}""", """{"body":{"a":[{"inner":{}}]}}""")]
    [InlineData("texts: $.body.a", """{"a":{"k":"v"}}""", null)]
    [InlineData("text: $.body.a[1]", """{"a":["0","1",[2]]}""", """{"/body/a/0":"0","/body/a/2":[2]}""")]
    public void Rescue_HasEveryValueThatNoRowHas(string column, string body, string? rest, string options = "")
    {
        if (options.Length > 0) column = column[..^2] + options + " }";
        Assert.Equal(rest, RestOf(Encode($"columns:\n  {column}\n  rest: {{ rescued: {{ scope: all }} }}", body)));
    }

    [Theory]
    // What a policy rejects, with the parts beside it that fit.
    [InlineData("number: { from: $.body.a, on_error: to_null }", """{"a":"x"}""", """{"body":{"a":"x"}}""")]
    [InlineData("number: { from: $.body.a, on_null: to_null }", """{"a":null}""", null)]
    [InlineData("part: { from: $.body.a, fields: { x: $.body.a.x } }", """{"a":null}""", null)]
    [InlineData("number: { from: $.body.a, default: 1 }", """{"a":null}""", """{"body":{"a":null}}""")]
    [InlineData("number: { from: [$.body.a, $.body.b], default: 1 }", """{"a":null}""", """{"body":{"a":null}}""")]
    [InlineData("text: { concat: [$.body.a, $.body.b], default: d }", """{"a":"v","b":null}""",
        """{"body":{"a":"v","b":null}}""")]
    [InlineData("number: { from: $.body.a, default: 1, on_error: to_null }", """{"a":"x"}""", """{"body":{"a":"x"}}""")]
    [InlineData("number: { from: $.body.a.b, default: 1, on_error: to_null }", """{"a":"x"}""", """{"body":{"a":"x"}}""")]
    [InlineData("part: { from: $.body.a, on_error: to_null }", """{"a":{"x":"v","y":"bad"}}""",
        """{"body":{"a":{"x":"v","y":"bad"}}}""")]
    [InlineData("parts: { from: $.body.a, on_error: to_null }", """{"a":[{"x":"v"},null]}""",
        """{"body":{"a":[{"x":"v"},null]}}""")]
    [InlineData("numbers: { each: $.body.a, value: $.item, on_error: to_null }", "[1]", """{"body":[1]}""")]
    [InlineData("numbers: { each: $.body.a, value: $.item, on_error: to_null }", """{"a":[1,null]}""",
        """{"body":{"a":[1,null]}}""")]
    [InlineData("text: { concat: [$.body.a, $.body.b], on_error: to_null }", """{"a":"v","b":[1]}""",
        """{"body":{"a":"v","b":[1]}}""")]
    // Elements that null_items leaves out, with what their keys have read.
    [InlineData("numbers: { each: $.body.a, value: { from: $.item, on_error: to_null }, null_items: drop }",
        """{"a":[1,"x",{}]}""", """{"/body/a/1":"x","/body/a/2":{}}""")]
    [InlineData("texts: { entries: $.body.a, key: $.value.k, value: $.value.v, null_items: drop }",
        """{"a":{"1":{"k":"x","v":"y"},"2":{"k":"z"}}}""", """{"body":{"a":{"2":{"k":"z"}}}}""")]
    // Nulls that it leaves out, or that a default stands for.
    [InlineData("numbers: { from: $.body.a, null_items: drop }", """{"a":[1,null,3]}""", """{"/body/a/1":null}""")]
    [InlineData("numbers: { from: $.body.a, null_items: default }", """{"a":[null]}""", """{"body":{"a":[null]}}""")]
    [InlineData("numbers: { from: $.body.a, null_items: drop }", """{"a":[1,2]}""", null)]
    [InlineData("parts: { from: $.body.a, null_items: drop }", """{"a":[{"x":"v"},null]}""", """{"/body/a/1":null}""")]
    [InlineData("texts: { from: $.body.a, null_items: drop }", """{"a":{"k":null,"l":"v"}}""", """{"body":{"a":{"k":null}}}""")]
    [InlineData("numbered: { from: $.body.a, null_items: default }", """{"a":{"1":null,"2":"v"}}""",
        """{"body":{"a":{"1":null}}}""")]
    [InlineData("numbers: { each: $.body.a, value: $.item, null_items: default }", """{"a":[1,null]}""",
        """{"/body/a/1":null}""")]
    [InlineData("numbers: { each: $.body.a, value: { from: $.item, default: 9 } }", """{"a":[1,null]}""",
        """{"/body/a/1":null}""")]
    [InlineData("numbers: { each: $.body.a, value: $.item.n, null_items: drop }", """{"a":[{"n":null,"m":1}]}""",
        """{"body":{"a":[{"n":null,"m":1}]}}""")]
    [InlineData("texts: { entries: $.body.a, value: $.value.x, key: $.value.k, null_items: default }",
        """{"a":{"p":{"k":"q","x":null}}}""", """{"body":{"a":{"p":{"x":null}}}}""")]
    [InlineData("numbers: { from: $.body.a, transform: sort, null_items: drop }", """{"a":[2,null]}""",
        """{"body":{"a":[2,null]}}""")]
    // Texts whose JSON has more than the column.
    [InlineData("part: { from: $.body.a, transform: parse_json }", """{"a":"{\"x\":\"v\",\"z\":9}"}""",
        """{"body":{"a":"{\"x\":\"v\",\"z\":9}"}}""")]
    [InlineData("part: { from: $.body.a, transform: parse_json }", """{"a":"{\"x\":\"v\",\"x\":\"w\"}"}""",
        """{"body":{"a":"{\"x\":\"v\",\"x\":\"w\"}"}}""")]
    [InlineData("part: { from: $.body.a, transform: parse_json }",
        """{"a":"{\"x\":\"v\",\"inner\":{\"y\":1,\"ys\":[]}}"}""", null)]
    [InlineData("parts: { from: $.body.a, transform: parse_json }", """{"a":"[{\"x\":\"v\"},{\"z\":1}]"}""",
        """{"body":{"a":"[{\"x\":\"v\"},{\"z\":1}]"}}""")]
    [InlineData("numbers: { from: $.body.a, transform: parse_json, null_items: drop }", """{"a":"[1,null]"}""",
        """{"body":{"a":"[1,null]"}}""")]
    [InlineData("numbers: { from: $.body.a, transform: parse_json, null_items: drop }", """{"a":"[1,2]"}""", null)]
    // What transforms leave out.
    [InlineData("text: { from: $.body.a, transform: first }", """{"a":[7,8]}""", """{"body":{"a":[7,8]}}""")]
    [InlineData("number: { from: $.body.a, transform: first, on_null: to_null }", """{"a":[null,8]}""",
        """{"body":{"a":[null,8]}}""")]
    [InlineData("part: { from: $.body.a, transform: last }", """{"a":[{"x":"v","z":1}]}""",
        """{"body":{"a":[{"x":"v","z":1}]}}""")]
    [InlineData("parts: { from: $.body.a, transform: sort }", """{"a":[{"x":"v"},{"x":"w"}]}""", null)]
    [InlineData("parts: { from: $.body.a, transform: sort }", """{"a":[{"x":"v","z":1}]}""",
        """{"body":{"a":[{"x":"v","z":1}]}}""")]
    [InlineData("numbers: { from: $.body.a, transform: sort }", """{"a":[2,1]}""", null)]
    [InlineData("more: { from: $.body.a, transform: unscaled_decimal }", """{"a":{"scale":0,"value":"AQ==","m":"n"}}""",
        """{"body":{"a":{"m":"n"}}}""")]
    [InlineData("text: { from: $.body.a, transform: [to_json, 'substring(0, 1)'] }", """{"a":[2,1]}""", null)]
    [InlineData("text: { from: $.body.a, transform: 'substring(0, 1)' }", """{"a":"xy"}""", null)]
    [InlineData("text: { from: $.body.a, transform: 'regex_extract(\"[0-9]\")' }", """{"a":"xy"}""", """{"body":{"a":"xy"}}""")]
    public void Rescue_HasWhatTheRowHasNot(string column, string body, string? rest) =>
        Assert.Equal(rest, RestOf(Encode($"columns:\n  {column}\n  rest: {{ rescued: {{ scope: all }} }}", body)));

    /// <summary>Every transform of arrays and objects, with its example: a value is in one of the two columns.</summary>
    [Theory]
    [MemberData(nameof(TransformsOfContainers))]
    public void Rescue_WithATransform_LosesNoValue(string transform, string input)
    {
        var row = Encode(
            $"columns:\n  more: {{ from: $.body.a, transform: ['{transform}', to_json] }}\n"
                + "  rest: { rescued: { scope: all } }",
            $$"""{"a":{{input}}}""");

        using var document = JsonDocument.Parse(row);
        var kept = document.RootElement.TryGetProperty("more", out var more) ? more.ToString() : "";
        foreach (var leaf in DocumentValue.Parse(input, "").Leaves)
            Assert.Contains(leaf.Split(" = ")[1].Trim('"'), kept + RestOf(row), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> TransformsOfContainers()
    {
        var data = new TheoryData<string, string>();
        foreach (var example in TransformCatalog.All.Select(t => t.Example).Where(e => e.Input[0] is '[' or '{'))
            data.Add(example.Mapping, example.Input);
        return data;
    }

    [Fact]
    public void Rescue_WithExplode_HasTheRestOfTheElement() =>
        Assert.Equal(
            ["""{"body":{"b":1},"line":{"x":1}}""", """{"body":{"b":1}}"""],
            Encode("""
                explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
                columns:
                  text: $.line.sku
                  rest: { rescued: { scope: all } }
                """, """{"b":1,"lines":[{"sku":"s","x":1},{"sku":"t"}]}""").Split('\n').Select(RestOf));
}
