using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>The parts of the language that shape rows: conditions, explode, auto, concat, expressions, rescue, routing.</summary>
public class LanguageTests
{
    private static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "language.proto");

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
    [InlineData("skip", "[]", 0)]
    [InlineData("skip", "null", 0)]
    [InlineData("row", "[]", 1)]
    [InlineData("row", "null", 1)]
    public void Explode_NoElement_FollowsEmpty(string empty, string lines, int expected)
    {
        var rows = Encode($$"""
            explode: { path: "$.body.lines[*]", as: line, empty: {{empty}}, max_rows: 10 }
            columns: { text: $.line.sku, number: { const: 1 } }
            """, $$"""{"lines":{{lines}}}""");

        Assert.Equal(expected, rows.Count);
        Assert.All(rows, r => Assert.False(r.HasText));
    }

    [Theory]
    [InlineData("empty: fail, max_rows: 10", "[]", "no_rows of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "[1,2,3]", "too_many_rows of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "{}", "wrong_type of main.raw.test at /body/lines")]
    [InlineData("max_rows: 2", "[{},{\"qty\":\"x\"}]", "number_syntax in column 'number' of main.raw.test at /body/lines/1/qty")]
    public void Explode_RowsThatCannotBe_FailTheMessage(string options, string lines, string error) =>
        Assert.Equal(error, Error($$"""
            explode: { path: "$.body.lines[*]", as: line, {{options}} }
            columns: { number: $.line.qty }
            """, $$"""{"lines":{{lines}}}"""));

    [Theory]
    [InlineData("body.type == 'a' && has(body.order)", """{"type":"a","order":{}}""", true)]
    [InlineData("body.type == 'a' && has(body.order)", """{"type":"a"}""", false)]
    [InlineData("body.n > 9007199254740992", """{"n":9007199254740993}""", true)]
    [InlineData("message.messageId.startsWith('m') && queue.fifo == false", "{}", true)]
    [InlineData("queue.name == 'my-queue' && queue.region == 'us-east-2' && queue.account == '123456789012'", "{}", true)]
    [InlineData("meta.receiveCount > 2 && meta.ingestTime > timestamp('2026-03-01T00:00:00Z')", "{}", true)]
    [InlineData("attr.tenant == 'x' && attr.count == 5 && attr.bin == b'Hello'", "{}", true)]
    [InlineData("has(attr.nothing)", "{}", false)]
    public void When_Condition_DecidesWhetherThereIsARow(string condition, string body, bool expected)
    {
        var rows = Encode($"when: \"{condition}\"\nunrouted: drop\ncolumns: {{ number: {{ const: 1 }} }}", body);

        Assert.Equal(expected ? 1 : 0, rows.Count);
    }

    [Theory]
    [InlineData("", "filter of main.raw.test")]
    [InlineData("on_filter_error: false", "unrouted")]
    [InlineData("on_filter_error: true", null)]
    public void When_ConditionThatFails_FollowsOnFilterError(string option, string? error) =>
        Assert.Equal(error, Error($"when: body.missing.field > 1\n{option}\ncolumns: {{ number: {{ const: 1 }} }}", "{}"));

    [Theory]
    [InlineData("has(body.gift) && body.gift == true", """{"gift":true}""", "true")]
    [InlineData("body.a + '-' + string(body.b)", """{"a":"x\n","b":7}""", "x\n-7")]
    [InlineData("body.list[1]", """{"list":["a","ü"]}""", "ü")]
    [InlineData("null", "{}", "")]
    [InlineData("string(body.d * 2.0)", """{"d":1.25}""", "2.5")]
    public void Expression_Result_IsCoercedLikeAnyValue(string expression, string body, string expected) =>
        Assert.Equal(expected, Encode($"columns: {{ text: {{ expr: \"{expression}\" }} }}", body).Single().Text);

    [Fact]
    public void Expression_ThatFails_IsARecordError() =>
        Assert.Equal(
            "expression in column 'number' of main.raw.test",
            Error("columns: { number: { expr: body.a / body.b } }", """{"a":1,"b":0}"""));

    [Fact]
    public void Meta_TextsOfTheInvocation_AreThoseOfEachInvocation()
    {
        var plan =
            PlanOf("columns: { text: { concat: [$.meta.requestId, \"/\", $.meta.functionName, \"/\", $.meta.batchSize] } }");
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        var payload = """{"Records":[{"messageId":"m","eventSource":"aws:sqs"}]}"""u8.ToArray();
        var first = TestEncoding.Invocation with { RequestId = "r1", FunctionName = "f", BatchSize = 1 };

        Assert.True(plan.UsesBatchSize);
        foreach (var invocation in new[] { first, first with { RequestId = "r2" } })
        {
            Assert.True(new SqsIngestor.Mapping.Events.SqsEventReader(payload, payload.Length).Read(message));
            encoder.Encode(message, invocation);
            Assert.Equal($"{invocation.RequestId}/f/1", Row.Parser.ParseFrom(encoder.Bytes(encoder.Rows[0]).Span).Text);
        }
    }

    [Theory]
    [InlineData("-_8", "+/8=")]
    [InlineData("+\\/8=", "+/8=")]
    public void Attribute_BinaryInEveryFormOfBase64_GivesItsBytes(string base64, string expected)
    {
        var plan = PlanOf("columns: { text: { from: $.attr.bin, transform: [base64_encode] } }");
        var payload = System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","messageAttributes":""" +
                $$$"""{"bin":{"binaryValue":"{{{base64}}}","dataType":"Binary"} } }]}""");

        var (rows, error) = TestEncoding.Event(plan, payload).Single();

        Assert.Null(error);
        Assert.Equal(expected, Row.Parser.ParseFrom(Assert.Single(rows)).Text);
    }

    [Fact]
    public void Concat_PartMissing_LeavesTheColumnUnset() =>
        Assert.False(Encode("columns: { text: { concat: [a, $.body.nothing] } }", "{}").Single().HasText);

    [Fact]
    public void From_SeveralPaths_TheFirstPresentAndNonNullOneCounts()
    {
        const string Mapping = "columns: { text: { from: [$.body.a, $.body.b, $.body.c], on_missing: fail, on_null: fail } }";

        Assert.Equal("c", Encode(Mapping, """{"a":null,"c":"c"}""").Single().Text);
        Assert.Equal("null in column 'text' of main.raw.test at /body/a", Error(Mapping, """{"a":null}"""));
        Assert.Equal("missing in column 'text' of main.raw.test at /body/a", Error(Mapping, "{}"));
    }

    [Fact]
    public void Auto_SnakeToCamel_FillsEveryFieldThatIsNotListed()
    {
        var row = Encode("""
            auto: { from: $.body, names: snake_to_camel }
            columns: { number: { const: 7 } }
            ignore: [rest]
            """,
            """{"text":"t","number":1,"flag":true,"nested":""" +
                """{"someName":"n","list_values":["no"],"listValues":["x","y"]},"tagList":["a"]}""").Single();

        Assert.Equal(("t", 7L, true, "n"), (row.Text, row.Number, row.Flag, row.Nested.SomeName));
        Assert.Equal(["x", "y"], row.Nested.ListValues);
        Assert.Equal(["a"], row.TagList);
    }

    [Fact]
    public void Rescued_RestOfTheScopes_IsWhatNoColumnConsumed()
    {
        var rows = Encode("""
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
        Assert.False(Encode("columns: { text: $.body.a, rest: { rescued: { scope: body } } }", """{"a":"x"}""").Single().HasRest);

    [Fact]
    public void SkipRow_Policy_LeavesTheRowOutAndTheMessageSucceeds() =>
        Assert.Empty(Encode("columns: { text: { from: $.body.a, on_missing: skip_row } }", "{}"));

    [Fact]
    public void Tables_SeveralThatMatch_AllGetTheirRows()
    {
        var plan = Plan(Several);
        var (rows, error) = TestEncoding.Body(plan, """{"type":"order.created","id":"1"}""");

        Assert.Null(error);
        Assert.Equal(["main.a.orders", "main.a.events"], plan.Targets.Select(t => t.Name));
        Assert.Equal(["order 1", "order.created"], rows.Select(r => Row.Parser.ParseFrom(r).Text));
    }

    [Fact]
    public void Tables_MatchFirst_OnlyTheFirstGetsARow()
    {
        var (rows, _) = TestEncoding.Body(Plan("match: first\n" + Several), """{"type":"order.created","id":"1"}""");

        Assert.Equal("order 1", Row.Parser.ParseFrom(Assert.Single(rows)).Text);
    }

    [Fact]
    public void Tables_OneRowFails_NoTableGetsARow()
    {
        var (rows, error) = TestEncoding.Body(Plan(Several), """{"type":"order.created","id":"1","n":"x"}""");

        Assert.Empty(rows);
        Assert.Equal("number_syntax in column 'number' of main.a.events at /body/n", error?.ToString());
    }

    [Fact]
    public void Quarantine_MessageThatFails_BecomesOneRowOfTheQuarantineTable()
    {
        var plan = Plan(
            "on_record_error: quarantine\nunrouted: drop\nquarantine: { table: main.ops.quarantine, max_body: 40 }\n" + Several);
        var body = """{"type":"order.created","id":"ü","n":"x€€€€€€€"}""";

        var (rows, error) = TestEncoding.Body(plan, body);

        Assert.Equal("number_syntax", error?.Code.ToText());
        var row = Quarantine.Parser.ParseFrom(Assert.Single(rows));
        Assert.Equal(
            ("m", "main.a.events", "number_syntax", "number", "/body/n"),
            (row.MessageId, row.TableName, row.Code, row.ColumnName, row.Pointer));
        Assert.True(row.BodyTruncated && row.Body.Length > 30 && body.StartsWith(row.Body, StringComparison.Ordinal));
        Assert.Equal("main.ops.quarantine", plan.Targets[^1].Name);
    }

    private const string Several = """
        tables:
          - table: main.a.orders
            message: tests.language.Row
            when: body.type == 'order.created'
            columns: { text: { concat: ["order ", $.body.id] } }
            ignore: [number, flag, nested, tag_list, rest]
          - table: main.a.events
            message: tests.language.Row
            columns: { text: $.body.type, number: $.body.n }
            ignore: [flag, nested, tag_list, rest]

        """;

    private static MappingPlan Plan(string mapping) =>
        TestPlans.Plan("version: 1\ndescriptor: language.binpb\n" + mapping, Descriptors);

    private static List<Row> Encode(string mapping, string body)
    {
        var (rows, error) = TestEncoding.Body(PlanOf(mapping), body);
        Assert.True(error is null || error.Code == RecordErrorCode.Unrouted, error?.ToString());
        return [.. rows.Select(r => Row.Parser.ParseFrom(r))];
    }

    private static string? Error(string mapping, string body) => TestEncoding.Body(PlanOf(mapping), body).Error?.ToString();

    /// <summary>Whatever the mapping does not name is ignored.</summary>
    private static MappingPlan PlanOf(string mapping)
    {
        var unnamed = Row.Descriptor.Fields.InDeclarationOrder()
            .Select(f => f.Name)
            .Where(f => !mapping.Contains(f + ":", StringComparison.Ordinal));
        var ignore = mapping.Contains("ignore:", StringComparison.Ordinal) ? "" : $"\nignore: [{string.Join(", ", unnamed)}]";
        return Plan($"message: tests.language.Row\n{mapping}{ignore}\n");
    }
}
