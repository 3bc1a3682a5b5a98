using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Tests.Protos.Imported;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Two mapped members of one oneof: one of them may be there.</summary>
public sealed class OneofTests
{
    private static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "imported.proto");

    [Theory]
    [InlineData("{}", "None")]
    [InlineData("""{"t":"x"}""", "Text")]
    [InlineData("""{"d":"eA=="}""", "Data")]
    [InlineData("""{"t":"x","d":null}""", "Text")]
    public void Encode_OneMemberThere_IsTheOneThatIsSet(string body, string expected)
    {
        var (rows, error) = TestEncoding.Body(Plan("$.body.t", "$.body.d"), body);

        Assert.Null(error);
        Assert.Equal(expected, Node.Parser.ParseFrom(Assert.Single(rows)).ChoiceCase.ToString());
    }

    [Fact]
    public void Encode_BothThere_IsARecordErrorAndTheNextMessageIsFine()
    {
        var plan = Plan("$.body.t", "$.body.d");
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        var outcomes = new List<string?>();
        foreach (var body in new[] { """{"t":"x"}""", """{"t":"x","d":"eA=="}""", """{"d":"eA=="}""" })
        {
            var text = System.Text.Json.JsonSerializer.Serialize(body);
            var payload = System.Text.Encoding.UTF8.GetBytes(
                $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{text}}}]}""");
            Assert.True(new SqsIngestor.Mapping.Events.SqsEventReader(payload, payload.Length).Read(message));
            encoder.Encode(message, TestEncoding.Invocation);
            outcomes.Add(encoder.Error?.ToString());
        }

        Assert.Equal([null, "oneof_conflict in column 'data' of main.raw.test at /body/d", null], outcomes);
    }

    [Theory]
    [InlineData("to_null", 1)]
    [InlineData("skip_row", 0)]
    public void Encode_BothThere_FollowsOnErrorOfTheSecond(string policy, int count)
    {
        var (rows, error) = TestEncoding.Body(
            Plan("$.body.t", $"{{ from: $.body.d, on_error: {policy} }}"), """{"t":"x","d":"eA=="}""");

        Assert.Null(error);
        Assert.Equal(count, rows.Length);
        Assert.All(rows, r => Assert.Equal("x", Node.Parser.ParseFrom(r).Text));
    }

    [Fact]
    public void Encode_ElementsOfAnArray_EachHaveTheirOwnChoice()
    {
        var plan = OneColumn.Plan("imported_node", "{ fields: { text: $.body.v.t, data: $.body.v.d } }");

        Assert.Equal("oneof_conflict", OneColumn.ErrorOf(plan, """{"t":"x","d":"eA=="}"""));
        Assert.Equal("x", OneColumn.Encode(plan, """{"t":"x"}""").ImportedNode.Text);
    }

    [Theory]
    [InlineData("""{"text":"x","data":"eA=="}""", "oneof_conflict")]
    [InlineData("""{"text":null,"data":"eA=="}""", "none")]
    [InlineData("""{"text":"x","data":null}""", "none")]
    public void Encode_ObjectByName_MayHaveOneMember(string json, string expected) =>
        Assert.Equal(expected, OneColumn.ErrorOf(OneColumn.Plan("imported_node", "$.body.v"), json));

    [Fact]
    public void Trace_BothThere_ShowsTheMemberAndThePolicy()
    {
        var plan = Plan("$.body.t", "{ from: $.body.d, on_error: to_null }");

        var trace = EventTracer.Run(
            plan, """{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"{\"t\":\"x\",\"d\":\"eA==\"}"}]}"""u8.ToArray(),
            DateTimeOffset.UnixEpoch)[0];

        Assert.Equal(["text", "data"], trace.Columns.Select(c => c.Column.Name));
        Assert.StartsWith("on_error: to_null", trace.Columns[1].Column.Policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ const: x }", "$.body.d", "text")]
    [InlineData("$.body.t", "{ from: $.body.d, default: eA== }", "data")]
    public void Compile_MemberThatIsAlwaysSet_IsRefused(string text, string data, string always)
    {
        var diagnostic = Assert.Single(Compile(text, data).Diagnostics, d => d.Severity == DiagnosticSeverity.Error);

        Assert.Equal("MAP416", diagnostic.Code.Id);
        Assert.StartsWith($"'{always}' is always set", diagnostic.Message, StringComparison.Ordinal);
    }

    private static MappingPlan Plan(string text, string data)
    {
        var compilation = Compile(text, data);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    private static SqsIngestor.Mapping.Language.MappingCompilation Compile(string text, string data) => TestPlans.Compile(
        $"version: 1\ndescriptor: imported.binpb\nmessage: tests.imported.Node\n" +
            $"columns:\n  text: {text}\n  data: {data}\nignore: [money]\n",
        Descriptors);
}
