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
