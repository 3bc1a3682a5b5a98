using System.Text.Json.Nodes;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Tests.Records;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary><c>rescued</c>: the values that no other column reads, and those that do not fit.</summary>
public class RescuedTests
{
    private const string Rest = "  rest: { rescued: { scope: [body] } }";

    [Fact]
    public void Rescued_RestOfTheScopes_IsWhatNoColumnConsumed()
    {
        var rows = LanguageRig.Encode("""
            explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
            columns:
              text: $.line.sku
              number: { from: $.body.order.number, on_error: rescue }
              nested: { fields: { some_name: $.body.order.name } }
              rest: { rescued: { scope: [line, body], exclude: [$.body.schema] } }
            """,
            """{"schema":"s","order":{"number":"x1","name":"n","other":{"a":[1, 2]}},"lines":""" +
                """[{"sku":"a"},{"sku":"b","x":1,"q\"":"\u00fc"}],"é":null}""");

        Assert.Equal("""{"body":{"order":{"other":{"a":[1, 2]}},"é":null},"/body/order/number":"x1"}""", rows[0].Rest);
        Assert.Equal(
            """{"line":{"x":1,"q\"":"\u00fc"},"body":{"order":{"other":{"a":[1, 2]}},"é":null},"/body/order/number":"x1"}""",
            rows[1].Rest);
        Assert.All(rows, r => Assert.False(r.HasNumber));
    }

    [Fact]
    public void Rescued_NothingLeft_IsUnset() =>
        Assert.False(
            LanguageRig.Encode("columns: { text: $.body.a, rest: { rescued: { scope: body } } }", """{"a":"x"}""")
                .Single().HasRest);

    /// <summary>The null that stands for the data is not a value of the message; another null is.</summary>
    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t"}""", "")]
    [InlineData("null", """{"body":null}""")]
    public void Rescued_EventWithoutData_IsUnset(string body, string rest) =>
        Assert.Equal(
            rest,
            LanguageRig.Encode(
                "payload: { decode: [{ unwrap: cloudevents, when: auto }, json] }\n"
                    + "columns: { text: $.envelope.cloudevents.id, rest: { rescued: { scope: body } } }", body).Single().Rest);

    /// <summary>VARIANT does not take every object. A message that lands without the rescued column must land with it.</summary>
    [Theory]
    [InlineData("""{"q":1,"q":2}""", true)]
    [InlineData(@"""\ud800""", true)]
    [InlineData("[[[1]]]", true)]
    [InlineData("[[1]]", false)]
    public void Rescued_WhatAVariantDoesNotTake_IsAText(string value, bool isText)
    {
        var plan = OneColumn.Plan(
            "string_value", "{ rescued: { scope: body } }", type: new() { As = "variant", Limit = new JsonLimit(4) });

        var rest = OneColumn.Encode(plan, value).StringValue;

        Assert.Equal($$$"""{"body":{"v":{{{value}}}}}""", isText ? JsonNode.Parse(rest)!.GetValue<string>() : rest);
    }

    [Theory]
    // A member's name is escaped for the pointer, and then for JSON.
    [InlineData("{ from: '$.body[\"a/b~c\"]', on_error: rescue }", """{"a/b~c":"x"}""", """{"/body/a~1b~0c":"x"}""")]
    [InlineData("{ from: '$.body[\"a/b~c\"]', on_error: rescue }", """{"a\/b\u007ec":"x"}""", """{"/body/a~1b~0c":"x"}""")]
    [InlineData("{ from: '$.body[\"\\n\\\"\\\\\"]', on_error: rescue }", """{"\n\"\\":"x"}""", """{"/body/\n\"\\":"x"}""")]
    [InlineData("{ from: '$.body[\"\\u0001\"]', on_error: rescue }", """{"\u0001":"x"}""", """{"/body/\u0001":"x"}""")]
    // A position from the end is the one from the start.
    [InlineData("{ from: '$.body.a[-1]', on_error: rescue }", """{"a":[1,"x"]}""", """{"body":{"a":[1,"x"]}}""")]
    [InlineData("{ from: '$.body.a[-1].b', on_error: rescue }", """{"a":[1,{"b":"x"}]}""", """{"body":{"a":[1,{"b":"x"}]}}""")]
    // What is missing is nothing, and null is a value.
    [InlineData("{ from: $.body.a, on_missing: rescue }", "{}", null)]
    [InlineData("{ from: $.body.a, on_null: rescue }", """{"a":null}""", """{"/body/a":null}""")]
    // An expression does not read its inputs.
    [InlineData("{ expr: body.a.b + 1, on_error: rescue }", """{"a":{"b":"x"}}""", """{"body":{"a":{"b":"x"}}}""")]
    [InlineData("{ expr: body.a, on_error: rescue }", """{"a":"x"}""", """{"body":{"a":"x"}}""")]
    // The function computes these.
    [InlineData("{ from: $.meta.requestId, on_error: rescue, on_missing: rescue }", "{}", null)]
    [InlineData("{ from: $.queue.name, on_error: rescue }", "{}",
        """{"/message/eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue"}""")]
    [InlineData("{ from: $.attr.tenant, on_error: rescue }", "{}", """{"/message/messageAttributes/tenant/stringValue":"x"}""")]
    // A Number is its digits, which do not fit a bool; what the event has is a string.
    [InlineData("{ from: $.attr.count, as: timestamp, on_error: rescue }", "{}",
        """{"/message/messageAttributes/count/stringValue":"5"}""")]
    [InlineData("{ from: $.attr.bin, on_error: rescue }", "{}", """{"/message/messageAttributes/bin/binaryValue":"SGVsbG8="}""")]
    public void Rescued_AValueThatDoesNotFit_StandsUnderItsPlace(string number, string body, string? rest) =>
        Assert.Equal(Row(rest), Encode($"columns:\n  number: {number}\n{Rest}", body));

    [Fact]
    public void Rescued_AnAttributeInsideANotification_StandsUnderItsPlace() =>
        Assert.Equal(
            Row("""{"/envelope/sns/MessageAttributes/kind/Value":"order"}"""),
            Encode(
                $"payload: {{ decode: [{{ unwrap: sns }}, json] }}\n" +
                $"columns:\n  number: {{ from: $.attr.kind, on_error: rescue }}\n{Rest}",
                """
                {"Type":"Notification","TopicArn":"t","Message":"{}","MessageAttributes":{
                 "kind":{"Type":"String","Value":"order"}}}
                """));

    [Fact]
    public void Rescued_TwoColumnsFailOnOneValue_HasItOnce() =>
        Assert.Equal(
            Row("""{"/body/a":{"b":"x"}}"""),
            Encode($$"""
                defaults: { on_error: rescue }
                columns:
                  number: { from: $.body.a.b }
                  more: { from: $.body.a, transform: lower }
                {{Rest}}
                """, """{"a":{"b":"x"}}"""));

    [Theory]
    [InlineData("""{"b":"x"}""", """{"body":{"b":"x"}}""", "to_null")]
    [InlineData("""{"b":"x"}""", """{"/body/b":"x"}""", "rescue")]
    [InlineData("""{"a":null,"b":"x"}""", """{"body":{"b":"x"}}""", "to_null")]
    public void Rescued_PartsOfAConcatWithoutAnother_AreKept(string body, string rest, string policy) =>
        Assert.Equal(
            Row(rest),
            Encode($"columns:\n  text: {{ concat: [$.body.a, $.body.b], on_missing: {policy} }}\n{Rest}", body));

    [Theory]
    [InlineData("""{"b":1}""", """{"body":{"b":1}}""", "part: { from: $.body.a, fields: { y: $.body.b } }")]
    [InlineData("""{"a":{},"b":1}""", """{"body":{"a":{}}}""", "part: { from: $.body.a, fields: { y: $.body.b } }")]
    [InlineData("""{"a":null}""", null, "part: { from: $.body.a, fields: { x: $.body.a.x } }")]
    [InlineData("""{"a":5}""", """{"body":{"a":5}}""", "part: { from: $.body.a, fields: { y: $.body.b }, on_error: to_null }")]
    [InlineData("""{"a":[],"b":1}""", """{"body":{"b":1}}""", "parts: { each: $.body.a, fields: { y: $.body.b } }")]
    [InlineData("""{"a":{},"b":1}""", """{"body":{"b":1}}""", "parts_by_name: { entries: $.body.a, fields: { y: $.body.b } }")]
    // What a refused ARRAY or MAP has read is not in the row.
    [InlineData("""{"a":[{"y":1},5],"b":"v"}""", """{"body":{"b":"v"}}""",
        "parts: { each: $.body.a, fields: { x: $.body.b, y: $.item.y }, on_error: to_null }")]
    [InlineData("""{"a":{"k":{"y":1},"l":5},"b":"v"}""", """{"body":{"b":"v"}}""",
        "parts_by_name: { entries: $.body.a, fields: { x: $.body.b, y: $.value.y }, on_error: to_null }")]
    [InlineData("""{"a":{"1":"x","1.0":"y"},"b":"v"}""", """{"body":{"b":"v"}}""",
        "numbered: { entries: $.body.a, value: $.body.b, on_error: to_null }")]
    public void Rescued_WhatWasNotRun_WasNotRead(string body, string? rest, string column)
    {
        var row = Encode($"columns:\n  {column}\n{Rest}", body);

        Assert.Equal(rest, RestOf(row));
    }

    [Fact]
    public void Rescued_StructByPath_KeepsThePartsThatFit()
    {
        var mapping = $"defaults: {{ on_error: rescue }}\nauto: {{ from: $.body }}\ncolumns:\n{Rest}\n";

        Assert.Equal(
            """{"part":{"x":"v","inner":{"x":"w"}},"rest":{"/body/part/y":"bad","/body/part/inner/ys":[1,"z"]}}""",
            Encode(mapping, """{"part":{"x":"v","y":"bad","inner":{"x":"w","ys":[1,"z"]}}}"""));
        Assert.Equal(
            """{"parts":[{"x":"v"},{"y":1}],"rest":{"/body/parts/0/y":1.5}}""",
            Encode(mapping, """{"parts":[{"x":"v","y":1.5},{"y":1}]}"""));
        // A part that a row needs takes the whole with it, and nothing is there twice.
        Assert.Equal(
            """{"rest":{"/body/parts":[{"y":"bad"},1]}}""", Encode(mapping, """{"parts":[{"y":"bad"},1]}"""));
        Assert.Equal(
            """{"rest":{"/body/strict_parts":[{"x":"a"},{}]}}""",
            Encode(mapping, """{"strict_parts":[{"x":"a"},{}]}"""));
    }

    [Fact]
    public void Rescued_ScalarElementsOfAnExplode_AreKept() =>
        Assert.Equal(
            """
            {"rest":{"line":1}}
            {"text":"s"}
            {"rest":{"line":"\n"}}
            """.ReplaceLineEndings("\n"),
            Encode("""
                explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
                columns:
                  text: $.line.sku
                  rest: { rescued: { scope: [line] } }
                """, """{"lines":[1,{"sku":"s"},"\n"]}"""));

    [Fact]
    public void Rescued_ABodyWithoutStructure_IsKeptUnlessAColumnReadsIt()
    {
        const string Text = "payload: { decode: text }\ncolumns:\n  text: ";

        Assert.Equal("""{"body":"a\""}""", RestOf(Encode($"{Text}$.message.messageId\n{Rest}", "a\"")));
        Assert.Null(RestOf(Encode($"{Text}$.body\n{Rest}", "a\"")));
        Assert.Equal(
            """{"body":"QUJD"}""",
            RestOf(Encode($"payload: {{ decode: base64 }}\ncolumns:\n  text: $.message.messageId\n{Rest}", "QUJD")));
        var text = new string('\n', 2000) + "é";
        using var whole = System.Text.Json.JsonDocument.Parse(
            RestOf(Encode($"{Text}$.message.messageId\n{Rest}", text))!);
        Assert.Equal(text, whole.RootElement.GetProperty("body").GetString());
    }

    [Theory]
    // Only a column of the table makes an empty object one that is read.
    [InlineData("when: \"!has(body.a.x)\"\ncolumns:\n  text: $.body.b\n", """{"body":{"a":{}}}""")]
    [InlineData("columns:\n  number: { expr: \"has(body.a.x) ? 1 : 0\" }\n", """{"body":{"a":{},"b":"t"}}""")]
    [InlineData("columns:\n  text: $.body.a.x\n", """{"body":{"b":"t"}}""")]
    public void Rescued_AnEmptyObject_IsKeptUnlessAColumnReadsBelowIt(string mapping, string rest) =>
        Assert.Equal(rest, RestOf(Encode($"{mapping}{Rest}", """{"a":{},"b":"t"}""")));

    [Theory]
    // With to_null, a value at the path of a column counts as read.
    [InlineData("number: { from: $.body.a, on_error: to_null }", """{"a":"x"}""", null)]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x }, on_error: to_null }", """{"a":"x"}""", null)]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x }, on_error: to_null }", """{"a":["x"]}""", null)]
    [InlineData("texts: { entries: $.body.a, value: $.value, on_error: to_null }", """{"a":"x"}""", null)]
    // A value that stands in the way of a path, or at a presence test, is at the path of no column.
    [InlineData("number: { from: $.body.a, on_error: to_null }", "\"x\"", """{"body":"x"}""")]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x }, on_error: to_null }", "\"x\"", """{"body":"x"}""")]
    [InlineData("part: { from: $.body.a, fields: { x: $.body.a.x }, on_error: to_null }", """{"a":"x"}""",
        """{"body":{"a":"x"}}""")]
    public void Rescued_AValueThatDoesNotFit_CountsAsReadAtThePathOfAColumn(string column, string body, string? rest) =>
        Assert.Equal(rest, RestOf(Encode($"columns:\n  {column}\n{Rest}", body)));

    [Fact]
    public void Rescued_PartsOfWhatAnExpressionGives_AreNotValuesOfTheMessage()
    {
        string Row(string policy) => Encode(
            $"columns:\n  part: {{ expr: body.a, on_error: {policy} }}\n  rest: {{ rescued: {{ scope: [message] }} }}",
            """{"z":0,"a":{"x":"v","y":"bad"}}""");

        Assert.Equal(Row("to_null"), Row("rescue"));
    }

    [Fact]
    public void Rescued_OfTheElementAlone_KeepsNoMoreOfTheBody()
    {
        var body = $$"""{"lines":[{"x":1}],"other":[{{string.Join(',', Enumerable.Repeat(0, 100_000))}}]}""";
        long Buffers(string policy)
        {
            var plan = Plan($$"""
                explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
                columns:
                  number: { from: $.line.n, on_error: {{policy}} }
                  rest: { rescued: { scope: [line] } }
                """);
            var payload = RecordErrorCases.Event(body);
            var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
            Assert.True(new SqsEventReader(payload, payload.Length).Read(message));
            encoder.Encode(message, TestEncoding.Invocation);
            return encoder.BufferBytes;
        }

        // A hundred thousand nodes of 16 bytes are needed only for the pointer of a value that a policy rescues.
        Assert.True(Buffers("to_null") + 1_600_000 <= Buffers("rescue"));
    }

    private static string Row(string? rest) => rest is null ? "{}" : $"{{\"rest\":{rest}}}";
}
