using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language.Explain;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Elements that fail, and what the column around them does.</summary>
public class ElementPolicyTests
{
    private const string Rest = "\n  rest: { rescued: { scope: body } }";
    private const string Numbers = """{"a":[1,"x",3]}""";
    private const string Parts = """{"a":[{"x":"v","y":1},{"x":"w","y":"bad"}]}""";
    private const string Entries = """{"a":{"k":{"x":"v","y":"bad"}}}""";

    [Theory]
    [InlineData("numbers: { each: $.body.a, value: $.item", Numbers)]
    [InlineData("numbers: { each: $.body.a, value: { from: $.item, on_error: to_null }", Numbers)]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x, y: $.item.y }", Parts)]
    [InlineData("parts: { each: $.body.a, fields: { x: { from: $.item.z, on_missing: fail } }", Parts)]
    [InlineData("parts: { each: $.body.a, fields: { inner: { fields: { y: $.item.y } } }", Parts)]
    [InlineData("parts_by_name: { entries: $.body.a, fields: { y: $.value.y }", Entries)]
    [InlineData("texts: { entries: $.body.a, key: { from: $.value.z, on_missing: fail }, value: $.value.x", Entries)]
    public void Element_ThatFails_FollowsOnErrorOfTheColumn(string column, string body)
    {
        var value = body[5..^1];

        Assert.Contains(" in column ", Encode($"columns:\n  {column} }}", body), StringComparison.Ordinal);
        Assert.Equal("{}", Encode($"columns:\n  {column}, on_error: to_null }}", body));
        Assert.Equal("", Encode($"columns:\n  {column}, on_error: skip_row }}", body));
        Assert.Equal(
            $$$"""{"rest":{"/body/a":{{{value}}}}}""", Encode($"columns:\n  {column}, on_error: rescue }}{Rest}", body));
    }

    [Fact]
    public void Element_ThatIsHandled_IsNoFurtherFailureOfTheMessage()
    {
        var plan = Plan("""
            columns:
              text: { from: $.body.t, on_missing: fail }
              parts: { each: $.body.a, fields: { x: $.item.x, y: $.item.y }, on_error: to_null }
            """);

        var payload = $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(Parts)}}}]}""";
        var message = EventInspector.Run(plan, Encoding.UTF8.GetBytes(payload), DateTimeOffset.UnixEpoch)[0];
        Assert.Equal(
            "missing in column 'text' of main.raw.test at /body/t", Assert.Single(message.Failures).Error.ToString());
    }

    [Theory]
    [InlineData("numbers: { each: $.body.a, value: { from: $.item, default: 9 } }", "[1,null]", "[1,9]")]
    [InlineData(
        "numbers: { each: $.body.a, null_items: drop, value: { expr: 'item == null ? -1 : item' } }", "[1,null]", "[1,-1]")]
    [InlineData("numbers: { each: $.body.a, value: { from: [$.item, $.body.b] } }", "[1,null]", "[1,7]")]
    [InlineData("numbers: { each: $.body.a, value: { const: 4 } }", "[1,null]", "[4,4]")]
    [InlineData("texts: { entries: $.body.a, value: { from: $.value, default: none } }", "{'k':null}", "{'k':'none'}")]
    [InlineData("texts: { entries: $.body.a, value: { from: $.value.x, default: none } }", "{'k':null}", "{'k':'none'}")]
    [InlineData("texts: { entries: $.body.a, value: { concat: [$.key, '-'] } }", "{'k':null}", "{'k':'k-'}")]
    public void Element_ThatIsNull_HasItsOwnSourceAndPolicies(string column, string value, string expected)
    {
        var name = column.Split(':')[0];

        Assert.Equal(
            $$"""{"{{name}}":{{expected}}}""".Replace('\'', '"'),
            Encode($"columns:\n  {column}", $$"""{"b":7,"a":{{value}}}""".Replace('\'', '"')));
    }

    [Theory]
    [InlineData("on_null: fail", "null in column 'numbers'")]
    [InlineData("on_null: skip_row", "")]
    [InlineData("on_null: to_null", "{\"numbers\":[1]}")]
    public void Element_ThatIsNull_FollowsItsOwnPolicy(string policy, string expected) =>
        Assert.StartsWith(
            expected,
            Encode(
                $"columns:\n  numbers: {{ each: $.body.a, null_items: drop, value: {{ from: $.item, {policy} }} }}",
                """{"a":[1,null]}"""),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("numbers: { each: $.body.a, null_items: drop, value: $.item }", "[1,null]", "{\"numbers\":[1]}")]
    [InlineData("numbers: { each: $.body.a, null_items: drop, value: $.item.n }", "[null]", "{}")]
    [InlineData("numbers: { each: $.body.a, null_items: default, value: { expr: item.n } }", "[null]", "{\"numbers\":[0]}")]
    [InlineData("parts: { each: $.body.a, null_items: default, fields: { x: $.item.x } }", "[null]", "{\"parts\":[{}]}")]
    public void Element_ThatIsNull_IsNoCaseOfTheDefaultsOfTheFile(string column, string value, string expected) =>
        Assert.Equal(
            expected,
            Encode(
                $"defaults: {{ on_missing: fail, on_null: fail, on_error: fail }}\ncolumns:\n  {column}",
                $$"""{"a":{{value}}}"""));

    [Theory]
    [InlineData("on_error: rescue", "'on_error'")]
    [InlineData("on_null: to_null", "'on_null'")]
    public void Check_ElementThatAPolicyLeavesUnset_NeedsNullItems(string policy, string word)
    {
        var column = $"numbers: {{ each: $.body.a, value: {{ from: $.item, {policy} }}";

        Assert.Contains(
            $"MAP417: an element that {word} leaves without a value is the error null_item",
            Diagnose($"columns:\n  {column} }}{Rest}"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "MAP417: an element", Diagnose($"columns:\n  {column}, null_items: drop }}{Rest}"), StringComparison.Ordinal);
    }
}
