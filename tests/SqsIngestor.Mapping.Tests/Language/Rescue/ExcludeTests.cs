using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary><c>exclude</c> of a rescued column: values that it never has, whatever the reason for which it would.</summary>
public sealed class ExcludeTests
{
    [Theory]
    // Below a value that a policy rescues, the value itself, and above it.
    [InlineData("number: { from: $.body.user, on_error: rescue }", "$.body.user.password",
        """{"user":{"password":"p","name":"n"}}""", """{"/body/user":{"name":"n"}}""")]
    [InlineData("number: { from: $.body.user, on_error: rescue }", "$.body.user", """{"user":{"password":"p"}}""", null)]
    [InlineData("number: { from: $.body.user.password, on_error: rescue }", "$.body.user", """{"user":{"password":"p"}}""", null)]
    [InlineData("part: { from: $.body.user, on_error: rescue }", "$.body.user.y", """{"user":{"y":"p","x":"v"}}""", null)]
    [InlineData("number: { from: $.body.a, on_error: rescue }", "$.body.a.b.c", """{"a":{"b":{"c":"p","d":[1, 2]},"e":{}}}""",
        """{"/body/a":{"b":{"d":[1, 2]},"e":{}}}""")]
    // In an array, the other elements keep their positions.
    [InlineData("number: { from: $.body.a, on_error: rescue }", "$.body.a[1]", """{"a":[0,"p",2]}""",
        """{"/body/a":[0,null,2]}""")]
    [InlineData("text: $.body.t", "$.body.a[0].b", """{"a":[{"b":"p","c":1},{"b":2}]}""",
        """{"body":{"a":[{"c":1},{"b":2}]}}""")]
    [InlineData("text: $.body.t", "$.body.a[0]", """{"a":["p",{"b":2}]}""", """{"body":{"a":[null,{"b":2}]}}""")]
    [InlineData("text: $.body.t", "$.body.a", """{"a":["p"],"b":1}""", """{"body":{"b":1}}""")]
    [InlineData("number: { from: '$.body.a[0]', on_error: rescue }", "$.body.a[0]", """{"a":["p",1]}""",
        """{"body":{"a":[null,1]}}""")]
    // Of the message, outside of every scope.
    [InlineData("number: { from: $.attr.tenant, on_error: rescue }", "$.attr.tenant", "{}", null)]
    [InlineData("number: { from: $.queue.name, on_error: rescue }", "$.queue.arn", "{}", null)]
    [InlineData("number: { from: $.message.messageId, on_error: rescue }", "$.message.messageId", "{}", null)]
    public void Exclude_AValue_IsInNoneOfTheColumn(string column, string excluded, string body, string? rest)
    {
        var mapping = $"columns:\n  {column}\n  rest: {{ rescued: {{ scope: body, exclude: ['{excluded}'] }} }}";

        var row = Encode(mapping, body);
        Assert.EndsWith(rest is null ? "}" : $"\"rest\":{rest}}}", row, StringComparison.Ordinal);
        Assert.Equal(rest is not null, row.Contains("\"rest\"", StringComparison.Ordinal));
        Assert.DoesNotContain("\"p\"", row, StringComparison.Ordinal);
        // A policy can rescue what is in no scope.
        if (column.Contains("rescue", StringComparison.Ordinal))
            Assert.DoesNotContain("MAP417", Diagnose(mapping), StringComparison.Ordinal);
    }

    [Fact]
    public void Exclude_OfTheElement_IsInNoneOfItsRow() =>
        Assert.Equal(
            """{"rest":{"/body/lines/0":{"c":1}}}""",
            Encode("""
                explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
                columns:
                  number: { from: $.line, on_error: rescue }
                  rest: { rescued: { scope: all, exclude: [$.line.b] } }
                """, """{"lines":[{"b":"p","c":1}]}"""));

    [Theory]
    [InlineData("$.body", "$.body")]
    [InlineData("$.raw", "$.raw")]
    public void Exclude_APayloadWithoutStructure_IsInNoneOfTheColumn(string path, string excluded) =>
        Assert.Equal(
            "{}",
            Encode($$"""
                payload: { decode: text }
                columns:
                  number: { from: {{path}}, on_error: rescue }
                  rest: { rescued: { scope: body, exclude: {{excluded}} } }
                """, "p"));

    [Fact]
    public void Exclude_OutsideOfTheScopesWithoutAPolicyThatRescues_DoesNothing() =>
        Assert.Contains(
            "in none of the scopes",
            Diagnose("columns:\n  text: $.body.t\n  rest: { rescued: { scope: body, exclude: [$.attr.tenant] } }"),
            StringComparison.Ordinal);
}
