using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Tests;

/// <summary>Tests that stand in mapping files: that they pass where they should, and fail where they should.</summary>
public class MappingTestRunnerTests
{
    private const string Mapping = """
        version: 1
        descriptor: sqs_messages.binpb
        table: main.raw.test
        columns:
          message_id:    { from: $.body.id, on_missing: skip_row }
          body:          $.body.text
          attributes:    $.body.labels
          message_attributes: { entries: $.body.attributes, fields: { string_value: $.value.s, binary_value: $.value.b,
        """ + " string_list_values: $.value.list } }\n" + """
          ingested_at:   { from: $.meta.ingestTime, as: timestamp }
          ingested_date: { from: $.meta.ingestTime, as: date }
          queue_arn:     { from: $.body.raw }
        ignore: [receipt_handle, md5_of_body, md5_of_message_attributes, aws_region,
          message_attributes.value.binary_list_values, message_attributes.value.data_type]
        tests:
          - name: test
        """;

    public static TheoryData<string> Examples() =>
        [
            .. Directory.GetFiles(RepositoryFiles.PathOf("mappings"), "*.yaml")
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Run_TestsOfAnExample_Pass(string name)
    {
        var compilation = TestPlans.CompileExample(name);
        var runner = new MappingTestRunner(compilation.Plan!, file => RepositoryFiles.Read("mappings", file));

        Assert.NotEmpty(compilation.Tests);
        Assert.All(compilation.Tests, test => Assert.Empty(runner.Run(test).Differences));
    }

    [Theory]
    [InlineData("body: { id: a }, expect: [{ message_id: a, body: null }]")]
    [InlineData("body: { id: 1.50 }, expect: { main.raw.test: [{ message_id: '1.50' }] }")]
    [InlineData("body: '{\"id\":\"a\"}', expect: { main.raw.test: { message_id: a } }")]
    [InlineData(
        "body: { id: a, attributes: { k: { s: x, b: SGk=, list: [p, q] } } }, expect: [{ message_attributes: { k: { " +
        "string_value: x, binary_value: SGk=, string_list_values: [p, q] } } }]")]
    [InlineData("body: { id: a, labels: { a: '1', b: '2' } }, expect: [{ attributes: { contains: { b: '2' } } }]")]
    [InlineData("body: { id: a }, expect: [{ attributes: {} }]")]
    [InlineData("body: { id: a, text: '{\"x\":[1,{\"y\":2.0}]}' }, expect: [{ body: { x: [1, { y: 2 }] } }]")]
    [InlineData("body: { id: a, text: '[{\"x\":1,\"y\":1},{\"x\":1}]' }, expect: [{ body: { contains: [{ x: 1 }, { y: 1 }] } }]")]
    [InlineData("body: { id: a, text: '{\"x\":[1,{\"y\":2,\"z\":3}]}' }, expect: [{ body: { contains: { x: [{ y: 2 }] } } }]")]
    [InlineData(
        "clock: 2026-03-01T12:00:00.5+01:00, body: { id: a }, expect: [{ ingested_at: 2026-03-01T11:00:00.500Z, ingested_date: " +
        "2026-03-01 }]")]
    [InlineData("body: {}, expect: {}")]
    [InlineData("body: { id: a, labels: { a: {} } }, expect_error: { code: wrong_type, column: attributes.value }")]
    [InlineData("body: { id: a, labels: { a: {} } }, expect_error: { code: wrong_type, column: attributes }")]
    [InlineData(
        "body: { id: a, attributes: { k: { s: [] } } }, expect_error: { column: message_attributes.value.string_value }")]
    [InlineData("body: {}, expect: []")]
    [InlineData("body: { id: {} }, expect_error: { code: wrong_type, column: message_id }")]
    [InlineData("body: '{', expect_error: { code: body_syntax }")]
    [InlineData(
        "event: { Records: [{ messageId: m, eventSource: 'aws:sqs', body: '{\"id\":\"a\"}' }, { messageId: n, eventSource: " +
        "'aws:sqs', body: x }] }, expect: [{ message_id: a }], expect_error: [{ code: body_syntax }]")]
    public void Run_WhatComesIsExpected_Passes(string test) => Assert.Empty(Run(test));

    /// <summary>A mapping with lineage columns can be tested without a function.</summary>
    [Fact]
    public void Run_Meta_HasAValueForEachPart()
    {
        var plan = OneColumn.Plan(
            "string_value",
            "{ concat: [$.meta.functionName, '|', $.meta.functionVersion, '|', $.meta.region, '|', $.meta.requestId, '|', "
                + "$.meta.configSha256, '|', $.meta.batchSize] }");

        var messages = EventInspector.Run(plan, EventInput.OfBodies("{}", "{}"), default);

        var expected = $"sqs-ingestor|$LATEST|us-east-1|00000000-0000-0000-0000-000000000000|{new string('0', 64)}|2";
        Assert.All(
            messages, message => Assert.Equal(expected, EveryType.Parser.ParseFrom(message.Rows[0].Record.Span).StringValue));
    }

    [Theory]
    [InlineData("body: { id: a }, expect: [{ message_id: b }]", "main.raw.test row 1: message_id", "\"b\"", "\"a\"")]
    [InlineData("body: { id: a }, expect: [{ body: x }]", "main.raw.test row 1: body", "\"x\"", "null")]
    [InlineData("body: { id: a, text: x }, expect: [{ body: null }]", "main.raw.test row 1: body", "null", "\"x\"")]
    [InlineData(
        "body: { id: a, labels: { a: '1', b: '2' } }, expect: [{ attributes: { a: '1' } }]", "main.raw.test row 1: attributes",
        "{\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\"}")]
    [InlineData(
        "body: { id: a, labels: { a: '1' } }, expect: [{ attributes: {} }]", "main.raw.test row 1: attributes", "{}",
        "{\"a\":\"1\"}")]
    [InlineData(
        "body: { id: {} }, expect: {}", "message 0", "no error",
        "wrong_type in column 'message_id' of main.raw.test at /body/id: found an object, wanted text, a number or a bool")]
    [InlineData(
        "body: { id: {} }, expect_error: { code: null }", "message 0", "null",
        "wrong_type in column 'message_id' of main.raw.test at /body/id: found an object, wanted text, a number or a bool")]
    [InlineData(
        "body: { id: a }, expect_error: { code: wrong_type, column: body }", "messages", "wrong_type in column 'body'",
        "no error")]
    [InlineData(
        "event: { Records: 1 }, expect: {}", "event", "an SQS event",
        "the event has no array 'Records': it does not come from an SQS event source mapping")]
    [InlineData("event: { file: nowhere.json }, expect: {}", "event", "an SQS event", "nowhere")]
    public void Run_SomethingElseComes_TellsTheDifference(string test, string place, string expected, string actual) =>
        Assert.Equal(new MappingTestDifference(place, expected, actual), Assert.Single(Run(test)));

    [Theory]
    [InlineData("[{ x: 1 }, { x: 1 }]")]
    [InlineData("[{ y: 1 }, { y: 1 }, { x: 1 }]")]
    public void Run_ContainsAnElementMoreOftenThanTheRow_Differs(string elements) =>
        Assert.Single(
            Run(
                "body: { id: a, text: '[{\"x\":1,\"y\":1},{\"y\":1}]' }, "
                    + $"expect: [{{ body: {{ contains: {elements} }} }}]"));

    [Theory]
    [InlineData("body: \"\\uD800\", expect: [{ body: \"\\uD800\" }]")]
    [InlineData("body: { x: \"\\uD800\", \"\\uDC00\": 1 }, message_attributes: { \"\\uD800\": \"\\uD800\" }, expect: {}")]
    [InlineData("event: { \"\\uD800\": \"\\uD800\" }, expect: {}")]
    public void Run_HalfASurrogatePairInATest_IsADiagnosticOrADifference(string test)
    {
        var compilation = Compile(test);
        if (compilation.Plan is { } plan) Assert.NotNull(new MappingTestRunner(plan, _ => []).Run(compilation.Tests[0]));
        else Assert.NotEmpty(compilation.Diagnostics);
    }

    [Theory]
    [InlineData("main.a.t: [{ text: x }]", 0)]
    [InlineData("main.b.t: { text: X }", 0)]
    [InlineData("main.a.t: [{ text: x }], main.b.t: []", 2)]
    [InlineData("", 4)]
    public void Run_TableThatIsNotNamed_IsNotLookedAt(string expectation, int differences)
    {
        var table = "message: tests.language.Row, ignore: [number, rest, flag, nested, tag_list]";
        var compilation = TestPlans.Compile($$"""
            version: 1
            descriptor: rows.binpb
            tables:
              - { table: main.a.t, {{table}}, columns: { text: $.body.t } }
              - { table: main.b.t, {{table}}, columns: { text: { from: $.body.t, transform: upper } } }
            tests: [{ name: test, body: { t: x }, expect: { {{expectation}} } }]
            """,
            Protoc.Compile(
                RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "language.proto"));

        Assert.Equal(
            differences, new MappingTestRunner(compilation.Plan!, _ => []).Run(
                Assert.Single(compilation.Tests)).Differences.Count);
    }

    [Fact]
    public void Run_RowThatIsNotExpected_IsShown()
    {
        var differences = Run("body: { id: a }, expect: {}");

        Assert.Equal(
            [
                ("main.raw.test", "0 rows", "1 row"),
                (
                    "main.raw.test row 1", "no row",
                    """{"message_id":"a","ingested_at":"2000-01-01T00:00:00Z","ingested_date":"2000-01-01"}"""),
            ],
            differences.Select(d => (d.Place, d.Expected, d.Actual)));
    }

    [Fact]
    public async Task Compile_WrongTests_SaysEverythingThatIsWrong()
    {
        var compilation = TestPlans.Compile(Mapping.Replace("  - name: test", """
              - { name: same, body: x, expect: {} }
              - { name: same, body: y, expect: {} }
              - { name: neither, expect: {} }
              - { name: both, event: {}, body: x, expect: {} }
              - { body: x, expct: {} }
              - { name: places, body: x, clock: noon, attributes: [], expect: { main.raw.tst: [],
            """ + " main.raw.test: [{ bdy: 1 }, 2] }, expect_error: { code: wrong_typ, colum: x } }\n" + """
              - { name: beside, event: { file: x.json }, attributes: {}, expect: 1 }
              - just text
            """, StringComparison.Ordinal), RepositoryFiles.Read("descriptors", "sqs_messages.binpb"), null);

        await Verifier.Verify(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    [Theory]
    [InlineData("expect: { main.raw.tst: [] }", "MAP603", "did you mean 'main.raw.test'?")]
    [InlineData("expect: [{ bdy: x }]", "MAP604", "did you mean 'body'?")]
    [InlineData("expect_error: { code: wrong_typ }", "MAP605", "did you mean 'wrong_type'?")]
    [InlineData("expect_error: { column: bdy }", "MAP604", "did you mean 'body'?")]
    [InlineData("expect_error: { column: body.x }", "MAP604", null)]
    [InlineData("expect_error: { column: message_attributes.vlue }", "MAP604", "did you mean 'message_attributes.value'?")]
    [InlineData(
        "expect_error: { column: message_attributes.value.strin_value }", "MAP604",
        "did you mean 'message_attributes.value.string_value'?")]
    [InlineData(
        "expect: [{ message_attributes: { k: { strin_value: x } } }]", "MAP604", "did you mean 'string_value'?")]
    [InlineData(
        "expect: [{ message_attributes: { contains: { k: { strin_value: x } } } }]", "MAP604", "did you mean 'string_value'?")]
    [InlineData(
        "expect: [{ message_attributes: { k: { contains: { strin_value: x } } } }]", "MAP604", "did you mean 'string_value'?")]
    public void Compile_TestOfWhatIsNotThere_IsRefused(string expectation, string code, string? hint)
    {
        var diagnostic = Assert.Single(Compile($"body: x, {expectation}").Diagnostics);

        Assert.Equal((code, hint), (diagnostic.Code.Id, diagnostic.Hint));
    }

    [Fact]
    public void Compile_WithoutTests_DoesNotLookAtThem()
    {
        var yaml = Mapping.Replace("- name: test", "- { body: x, expct: {} }", StringComparison.Ordinal);
        var options = new MappingCompilerOptions
        {
            WithTests = false,
            Descriptors = name => new(name, RepositoryFiles.Read("descriptors", "sqs_messages.binpb")),
        };

        var compilation = MappingCompiler.Compile(System.Text.Encoding.UTF8.GetBytes(yaml), "mapping.yaml", options);

        Assert.Empty(compilation.Diagnostics);
        Assert.Empty(compilation.Tests);
        Assert.NotNull(compilation.Plan);
    }

    private static IReadOnlyList<MappingTestDifference> Run(string test)
    {
        var compilation = Compile(test);
        Assert.Empty(compilation.Diagnostics);
        return new MappingTestRunner(
            compilation.Plan!, _ => throw new FileNotFoundException("nowhere")).Run(Assert.Single(compilation.Tests)).Differences;
    }

    private static MappingCompilation Compile(string test) =>
        TestPlans.Compile(
            Mapping.Replace("- name: test", $"- {{ name: test, {test} }}", StringComparison.Ordinal),
            RepositoryFiles.Read("descriptors", "sqs_messages.binpb"), null);
}
