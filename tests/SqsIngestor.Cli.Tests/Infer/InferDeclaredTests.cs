using System.Text.Json.Nodes;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Change events of Debezium with their schema, which says more than the values of a few samples.</summary>
public sealed class InferDeclaredTests : IDisposable
{
    private const string Row = """
        {"type":"struct","optional":true,"name":"s.t.Value","fields":[
          {"type":"int64","field":"id"},
          {"type":"double","optional":true,"field":"x"},
          {"type":"boolean","optional":true,"field":"flag"},
          {"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal",
           "parameters":{"scale":"2","connect.decimal.precision":"10"},"field":"price"},
          {"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal",
           "parameters":{"scale":"3","connect.decimal.precision":"3"},"field":"share"},
          {"type":"int32","optional":true,"name":"io.debezium.time.Date","field":"day"},
          {"type":"int64","optional":true,"name":"io.debezium.time.MicroTimestamp","field":"changed"},
          {"type":"string","optional":true,"field":"name"},
          {"type":"array","optional":true,"items":{"type":"string"},"field":"tags"},
          {"type":"map","optional":true,"keys":{"type":"string"},"values":{"type":"int32"},"field":"counts"}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The schema says that null is possible where no sample has it, and an ARRAY cannot hold it.</summary>
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Infer_ElementsThatTheSchemaCallsOptional_NeedALook(string optional, bool isNoted)
    {
        var file = _folder.Write(
            "t.json",
            """
            {"schema":{"type":"struct","fields":[{"type":"string","field":"op"},{"type":"struct","field":"after","fields":[
              {"type":"array","items":{"type":"int32","optional":?},"field":"tags"}]}]},
             "payload":{"op":"c","after":{"tags":[1,2]},"source":{"table":"t"}}}
            """.Replace("?", optional, StringComparison.Ordinal));

        var result = await InProcessProgram.RunAsync("infer", file, "--table", "main.raw.t", "--output", _folder.Path);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("after.tags    ARRAY<BIGINT>", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            isNoted,
            result.Output.Contains("elements can be null, which fails", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Infer_EntriesThatTheSchemaCallsOptional_NeedALook()
    {
        var file = _folder.Write(
            "t.json",
            """
            {"schema":{"type":"struct","fields":[{"type":"string","field":"op"},{"type":"struct","field":"after","fields":[
              {"type":"map","keys":{"type":"string"},"values":{"type":"string","optional":true},"field":"labels"}]}]},
             "payload":{"op":"c","after":{"labels":{"a":"x"}},"source":{"table":"t"}}}
            """);

        var result = await InProcessProgram.RunAsync("infer", file, "--table", "main.raw.t", "--output", _folder.Path);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("by the schema of the event, values can be null, which fails", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_InsertsWithNulls_HaveTheTypesOfTheSchema()
    {
        var columns = await InferAsync(
            Event(
                "null",
                """
                {"id":1,"x":1.5,"flag":null,"price":"Bt0=","share":null,"day":null,"changed":null,"name":null,"tags":null,
                 "counts":null}
                """));

        foreach (var image in (string[])["before", "after"])
        {
            Assert.Equal("STRUCT", columns[image]);
            Assert.Equal(
                ("BIGINT", "DOUBLE", "BOOLEAN", "DECIMAL(10,2)", "DECIMAL(3,3)"),
                (columns[$"{image}.id"], columns[$"{image}.x"], columns[$"{image}.flag"], columns[$"{image}.price"],
                    columns[$"{image}.share"]));
            Assert.Equal(
                ("DATE", "TIMESTAMP", "STRING", "ARRAY<STRING>", "MAP<STRING, BIGINT>"),
                (columns[$"{image}.day"], columns[$"{image}.changed"], columns[$"{image}.name"], columns[$"{image}.tags"],
                    columns[$"{image}.counts"]));
        }

        // A plain number may be a time, which the values say.
        Assert.Equal("TIMESTAMP", columns["ts_ms"]);
    }

    [Fact]
    public async Task Infer_Insert_MakesAMappingForUpdates()
    {
        await InferAsync(Event("null", """{"id":1,"x":1.5,"flag":null,"tags":[]}"""));
        var update = _folder.Write(
            "update.json",
            Event("""{"id":1,"x":1.5,"flag":null}""", """{"id":1,"x":1.123456,"flag":true,"tags":["a"],"counts":{"k":1}}"""));

        var result = await RunAsync("encode", _folder["mappings", "t.yaml"], "--body", $"@{update}");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Infer_SchemaInNotifications_IsReadToo()
    {
        var message = new JsonObject
        {
            ["Type"] = "Notification",
            ["TopicArn"] = "t",
            ["MessageId"] = "1",
            ["Timestamp"] = "2026-03-01T12:00:00Z",
            ["Message"] = Event("null", """{"id":1,"flag":null}"""),
        };

        Assert.Equal("BOOLEAN", (await InferAsync(message.ToJsonString()))["before.flag"]);
    }

    /// <summary>A column has one type, so a schema that is not the others' says nothing.</summary>
    [Fact]
    public async Task Infer_SchemasContradictEachOther_TheValuesDecide()
    {
        var columns = await InferAsync(
            Event("null", """{"id":1,"x":null}"""),
            Event("null", """{"id":2,"x":"a"}""").Replace("\"double\"", "\"string\"", StringComparison.Ordinal));

        Assert.Equal("STRING", columns["after.x"]);
    }

    /// <summary>A producer that calls itself Debezium can write what its schema does not say.</summary>
    [Fact]
    public async Task Infer_ValuesOfAnotherKindThanTheSchema_TheValuesDecide() =>
        Assert.Equal("STRING", (await InferAsync(Event("null", """{"id":1,"x":"a"}""")))["after.x"]);

    private static string Event(string before, string after) =>
        $$$"""
        {"schema":{"type":"struct","name":"s.t.Envelope","fields":[{{{Field("before")}}},{{{Field("after")}}},
          {"type":"struct","fields":[{"type":"string","field":"table"}],"field":"source"},
          {"type":"string","field":"op"},{"type":"int64","optional":true,"field":"ts_ms"}]},
         "payload":{"before":{{{before}}},"after":{{{after}}},"source":{"table":"t"},"op":"c","ts_ms":1772366400123}}
        """;

    private static string Field(string name) => Row.Insert(Row.LastIndexOf('}'), $",\"field\":\"{name}\"");

    private Task<Dictionary<string, string>> InferAsync(params string[] messages) => InferredTypes.ReadAsync(_folder, messages);

    private static Task<CommandResult> RunAsync(params string[] arguments) => InProcessProgram.RunAsync(arguments);
}
