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
    // A name that an object has twice: a path finds the last value.
    [InlineData("text: $.body.t", "$.body.pin", """{"pin":"p","a":1,"pin":"p"}""", """{"body":{"a":1}}""")]
    [InlineData("text: $.body.t", "$.body.o.pin", """{"o":{"pin":"p"},"o":{"pin":"p","\u0070in":"p","z":3}}""",
        """{"body":{"o":{"z":3}}}""")]
    [InlineData("number: { from: $.body.o, on_error: rescue }", "$.body.o.pin", """{"o":{"pin":"p","z":1,"pin":"p"}}""",
        """{"/body/o":{"z":1}}""")]
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

    /// <summary>An array in the rest has all its elements, not only that of the row.</summary>
    [Theory]
    [InlineData("all", "number: { from: $.body.rooms, on_error: rescue }", """{"/body/rooms":[{"lines":[{"c":1},{"c":2}]}]}""")]
    [InlineData("[line, body]", "text: $.body.t", """{"line":{"c":1},"body":{"rooms":[{"lines":[{"c":1},{"c":2}]}]}}""")]
    [InlineData("body", "text: $.body.t", """{"body":{"rooms":[{"lines":[{"c":1},{"c":2}]}]}}""")]
    public void Exclude_OfTheElement_IsInNoneOfTheOthersEither(string scope, string column, string rest)
    {
        var rows = Encode($$"""
            explode: { path: "$.body.rooms[0].lines[*]", as: line, max_rows: 10 }
            columns:
              {{column}}
              rest: { rescued: { scope: {{scope}}, exclude: [$.line.b] } }
            """, """{"rooms":[{"lines":[{"b":"p","c":1},{"b":"p","b":"p","c":2}]}]}""").Split('\n');

        Assert.Equal(2, rows.Length);
        Assert.All(rows, static row => Assert.DoesNotContain("\"p\"", row, StringComparison.Ordinal));
        Assert.EndsWith($"\"rest\":{rest}}}", rows[0], StringComparison.Ordinal);
    }

    /// <summary>The tape of the body is used again, and other tables leave out other values.</summary>
    [Fact]
    public void Exclude_InTheNextMessage_IsLookedForAgain()
    {
        var plan = Plan("columns:\n  text: $.body.t\n  rest: { rescued: { scope: body, exclude: [$.body.pin] } }");

        Assert.Equal("""{"rest":{"body":{"a":1}}}""", Encode(plan, """{"pin":"p","a":1}"""));
        Assert.Equal("""{"rest":{"body":{"b":[2,3]}}}""", Encode(plan, """{"b":[2,3],"pin":"p"}"""));
    }

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
