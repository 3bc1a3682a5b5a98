using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Tables;

/// <summary><c>explode</c>: a row for each element.</summary>
public class ExplodeTests
{
    [Fact]
    public void Explode_ThreeElements_GivesThreeRowsWithAliasAndIndex()
    {
        var rows = Encode("""
            explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
            columns:
              text: { concat: [$.message.messageId, ":", $.line_index, "/", $.line.sku, $.line.gift] }
              number: $.line.qty
            """,
            """{"lines":[{"sku":"a","qty":1,"gift":true},{"sku":"b\n","qty":2,"gift":false},{"sku":"c","qty":3,"gift":0}]}""");

        Assert.Equal([("m:0/atrue", 1L), ("m:1/b\nfalse", 2L), ("m:2/c0", 3L)], rows.Select(r => (r.Text, r.Number)));
    }

    [Theory]
    [InlineData("empty: skip", "[]", 0)]
    [InlineData("empty: row", "[]", 1)]
    [InlineData("empty: fail, absent: skip", "null", 0)]
    [InlineData("empty: fail, absent: row", "null", 1)]
    public void Explode_NoElement_FollowsItsOptions(string empty, string lines, int expected)
    {
        var rows = Encode($$"""
            explode: { path: "$.body.lines[*]", as: line, {{empty}}, max_rows: 10 }
            columns: { text: $.line.sku, number: { const: 1 } }
            """, $$"""{"lines":{{lines}}}""");

        Assert.Equal(expected, rows.Count);
        Assert.All(rows, r => Assert.False(r.HasText));
    }

    [Theory]
    [InlineData("[]", "", "missing in column 'number' of main.raw.test")]
    [InlineData("null", "", "missing in column 'number' of main.raw.test")]
    [InlineData("[]", "$.line.qty", "missing in column 'number' of main.raw.test at /body/lines")]
    public void Explode_ARowWithoutAnElement_HasNoIndex(string lines, string path, string error)
    {
        string Mapping(string policy) => $$"""
            explode: { path: "$.body.lines[*]", as: line, empty: row, absent: row, max_rows: 10 }
            columns: { number: { from: {{(path.Length > 0 ? path : "$.line_index")}}, on_missing: {{policy}} } }
            """;
        var body = $$"""{"lines":{{lines}}}""";

        Assert.False(Encode(Mapping("to_null"), body).Single().HasNumber);
        Assert.Equal(error, Error(Mapping("fail"), body));
    }

    [Theory]
    [InlineData("empty: row", "text: { from: $.line.a, on_missing: fail }", "'empty: row'")]
    [InlineData("absent: row", "number: { from: $.line_index, on_missing: fail }", "'absent: row'")]
    [InlineData("empty: row", "number: { from: [$.line_index, $.line.n], on_missing: fail }", "'empty: row'")]
    [InlineData("empty: row", "number: { from: $.line_index, default: 0 }", null)]
    [InlineData("empty: row", "number: { from: $.line_index, on_missing: skip_row }", null)]
    [InlineData("empty: row", "number: { from: [$.line.n, $.body.n], on_missing: fail }", null)]
    [InlineData("empty: fail", "number: { from: $.line_index, on_missing: fail }", null)]
    public void Check_ColumnThatFailsWithoutAnElement_IsAWarning(string key, string column, string? warned)
    {
        var found = SilentRig.Diagnose(
            $"explode: {{ path: '$.body.lines[*]', as: line, {key}, max_rows: 9 }}\ncolumns:\n  {column}");

        if (warned is null) Assert.DoesNotContain("never gives a row", found, StringComparison.Ordinal);
        else Assert.Contains($"MAP417: {warned} never gives a row", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.message.messageAttributes[*]", "an object")]
    [InlineData("$.message.attributes[*]", "an object")]
    [InlineData("$.message.body[*]", "text")]
    public void Explode_WhatIsNeverAnArray_IsRefused(string path, string gives)
    {
        var compilation = TestPlans.Compile(
            $"version: 1\ndescriptor: language.binpb\nmessage: tests.language.Row\n"
            + $"explode: {{ path: \"{path}\", as: line, max_rows: 10 }}\ncolumns: {{ text: $.line }}\n"
            + "ignore: [number, rest, flag, nested, tag_list]\n", LanguageRig.Descriptors);

        var problem = Assert.Single(compilation.Diagnostics);
        Assert.Equal(
            ("MAP403", $"'{path}' is not an array; it is always {gives}"), (problem.Code.Id, problem.Message));
    }

    [Theory]
    [InlineData("empty: fail, max_rows: 10", "[]", "no_rows of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "[{},{},{}]", "too_many_rows of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "null", "null of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "1,\"lines\":1", "wrong_type of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "[{},1]", "wrong_type in column 'number' of main.raw.test at /body/lines/1")]
    [InlineData("max_rows: 2", "[{},null]", "null in column 'number' of main.raw.test at /body/lines/1")]
    [InlineData("max_rows: 2", "{}", "wrong_type of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "[{},{\"qty\":\"x\"}]", "number_syntax in column 'number' of main.raw.test at /body/lines/1/qty")]
    public void Explode_RowsThatCannotBe_FailTheMessage(string options, string lines, string error) =>
        Assert.Equal(error, Error($$"""
            explode: { path: "$.body.lines[*]", as: line, {{options}} }
            columns: { number: $.line.qty }
            """, $$"""{"lines":{{lines}}}"""));

    [Theory]
    [InlineData("{ from: $.line.qty, on_error: to_null }", "", new[] { "{}", """{"number":1}""" })]
    [InlineData("{ from: $.line.qty, on_error: skip_row }", "", new[] { """{"number":1}""" })]
    [InlineData("{ from: $.line.qty, on_error: rescue }", "body",
        new[] { """{"rest":{"/body/lines/0":null}}""", """{"number":1}""" })]
    [InlineData("$.line.qty", "line", new[] { """{"rest":{"line":null}}""", """{"number":1}""" })]
    public void Explode_ANullElement_FollowsThePolicies(string column, string scope, string[] rows)
    {
        var rest = scope.Length == 0 ? "" : $"\n  rest: {{ rescued: {{ scope: [{scope}] }} }}";

        Assert.Equal(
            string.Join('\n', rows),
            SilentRig.Encode(
                $"explode: {{ path: \"$.body.lines[*]\", as: line, max_rows: 2 }}\ncolumns:\n  number: {column}{rest}",
                """{"lines":[null,{"qty":1}]}"""));
    }

    [Theory]
    [InlineData("{}", "missing of main.raw.test at /body/lines")]
    [InlineData("[]", "wrong_type of main.raw.test at /body")]
    public void Explode_WithoutAnArray_FailsTheMessage(string body, string error) =>
        Assert.Equal(error, Error("""
            explode: { path: "$.body.lines[*]", as: line, max_rows: 1 }
            columns: { number: $.line.qty }
            """, body));

    /// <summary>With another schema, another element may be skipped: then the rows at the same places are others.</summary>
    [Fact]
    public void Shape_AnotherElementIsSkipped_IsAnother()
    {
        var plan = PlanOf("""
            explode: { path: "$.body[*]", as: element, max_rows: 10 }
            columns: { number: { from: $.element, on_error: skip_row } }
            """);

        Assert.NotEqual(ShapeOf("""["x",1]"""), ShapeOf("""[1,"x"]"""));
        Assert.Equal(ShapeOf("""["x",1]"""), ShapeOf("""["y",2]"""));

        int ShapeOf(string body)
        {
            var record = $$"""{"messageId":"m","body":{{JsonSerializer.Serialize(body)}},"eventSource":"aws:sqs"}""";
            var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{record}}]}""");
            var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
            Assert.True(new SqsEventReader(payload, payload.Length).Read(message));
            Assert.Equal(EncodeOutcome.Rows, encoder.Encode(message, TestEncoding.Invocation));
            return encoder.Shape;
        }
    }
}
