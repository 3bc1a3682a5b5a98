using System.Text;
using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Managed.Tests;

public sealed class FunctionTests
{
    private const string Complete = """{"batchItemFailures":[]}""";

    private static byte[] Event(params IEnumerable<string> ids) => Encoding.UTF8.GetBytes(
        $$"""{"Records":[{{string.Join(',', ids.Select(id => $$"""
        {
            "messageId":"{{id}}","body":"{{id}}","eventSource":"aws:sqs",
        }"""))}}]}""");

    [Theory]
    [InlineData("basic", 2)]
    [InlineData("attributes", 3)]
    [InlineData("fifo", 6)]
    public async Task FunctionHandler_SampleEvent_LandsEveryMessage(string sample, long rows)
    {
        await using var function = await ManagedFunction.StartAsync();

        Assert.Equal(Complete, await function.InvokeAsync(ManagedFunction.Sample(sample)));

        Assert.Equal(rows, function.Databricks.Tables.Count(function.Table));
    }

    [Fact]
    public async Task FunctionHandler_BinaryAttribute_IsStoredByteForByte()
    {
        await using var function = await ManagedFunction.StartAsync();

        await function.InvokeAsync(ManagedFunction.Sample("attributes"));

        Assert.Equal(
            "Hello World"u8.ToArray(),
            function.Databricks.Tables.Query(
                $"SELECT message_attributes['binary-attr'].binary_value FROM {function.Table}").Scalar);
    }

    [Fact]
    public async Task FunctionHandler_SeveralAtOnce_LandSideBySideOnOneStream()
    {
        await using var function =
            await ManagedFunction.StartAsync(new LocalDatabricksOptions { AckDelay = TimeSpan.FromMilliseconds(200) });

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => function.InvokeAsync(Event(Enumerable.Range(0, 20).Select(j => $"{i}-{j}")))));

        Assert.All(responses, response => Assert.Equal(Complete, response));
        Assert.Equal(
            160L,
            function.Databricks.Tables.Query(
                $"SELECT count(DISTINCT message_id) FROM {function.Table} WHERE body = message_id").Scalar);
        Assert.Equal((1L, 1L), (function.Databricks.Statistics.TokensIssued, function.Databricks.Statistics.StreamsOpened));
    }

    [Fact]
    public async Task FunctionHandler_DeadlineBeforeTheAcks_FailsWithATypedError()
    {
        await using var function =
            await ManagedFunction.StartAsync(new LocalDatabricksOptions { AckDelay = TimeSpan.FromMinutes(5) });

        var error = await Assert.ThrowsAsync<FunctionFailedException>(
            () => function.InvokeAsync(Event("m"), new InvocationContext { RemainingTime = TimeSpan.FromSeconds(2.5) }));

        Assert.Equal("Function.ZerobusUnavailable", error.ErrorType);
    }

    [Fact]
    public async Task FunctionHandler_Probe_NamesTheTablesAndWritesNoRow()
    {
        await using var function = await ManagedFunction.StartAsync();

        var response = await function.InvokeAsync("""{"Records":[],"probe":true}"""u8.ToArray());

        Assert.Contains("\"tables\":[{\"table\":\"main.raw.sqs_messages\",\"open\":true}]", response, StringComparison.Ordinal);
        Assert.Equal(0L, function.Databricks.Tables.Count(function.Table));
    }

    [Fact]
    public async Task FunctionHandler_ProbeOfADroppedTable_FailsWithATypedErrorThatNamesIt()
    {
        await using var function = await ManagedFunction.StartAsync();
        function.Databricks.Tables.Drop(function.Table);

        var error = await Assert.ThrowsAsync<FunctionFailedException>(
            () => function.InvokeAsync("""{"Records":[],"probe":true}"""u8.ToArray()));

        Assert.StartsWith(
            "Function.ZerobusUnavailable: main.raw.sqs_messages: TableNotFound", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FunctionHandler_NotAnSqsEvent_FailsWithATypedError()
    {
        await using var function = await ManagedFunction.StartAsync();

        var error = await Assert.ThrowsAsync<FunctionFailedException>(() => function.InvokeAsync("{}"u8.ToArray()));

        Assert.Equal("Function.EventInvalid", error.ErrorType);
        Assert.Equal(Complete, await function.InvokeAsync(Event("m")));
    }

    [Fact]
    public async Task FunctionHandler_TableDropped_FailsWithATypedErrorAndGoesOnWhenItIsBack()
    {
        await using var function = await ManagedFunction.StartAsync();
        function.Databricks.Tables.Drop(function.Table);
        function.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");

        var error = await Assert.ThrowsAsync<FunctionFailedException>(() => function.InvokeAsync(Event("m")));
        function.Databricks.Tables.Create(
            File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql")), "main", "raw");

        Assert.Equal("Function.ZerobusUnavailable", error.ErrorType);
        Assert.Equal(Complete, await function.InvokeAsync(Event("m")));
    }

    [Fact]
    public async Task FunctionHandler_OneBadMessage_IsReportedAndItsNeighboursLand()
    {
        using var mapping = new TemporaryMapping(
            "  receipt_handle:            $.message.receiptHandle",
            "  receipt_handle: { from: $.message.receiptHandle, on_missing: fail }");
        await using var function = await ManagedFunction.StartAsync(null, ("MAPPING_FILE", mapping.Path));
        var payload =
            """{"Records":[{"messageId":"good","body":"x","receiptHandle":"r","eventSource":"aws:sqs"},"""
            + """{"messageId":"bad \"one\"","body":"x","eventSource":"aws:sqs"}]}""";

        var response = await function.InvokeAsync(Encoding.UTF8.GetBytes(payload));

        using var json = System.Text.Json.JsonDocument.Parse(response);
        Assert.Equal(
            "bad \"one\"", json.RootElement.GetProperty("batchItemFailures")[0].GetProperty("itemIdentifier").GetString());
        Assert.Equal(1L, function.Databricks.Tables.Count(function.Table));
    }

    [Fact]
    public async Task Constructor_SettingMissing_FailsTheStartWithItsName()
    {
        var error = await Assert.ThrowsAsync<FunctionFailedException>(
            () => ManagedFunction.StartAsync(null, ("TABLE_NAME", "x"), ("MAPPING_FILE", null)));

        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        Assert.StartsWith("Function.ConfigurationInvalid: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("TABLE_NAME", error.Message, StringComparison.Ordinal);
        Assert.Contains("MAPPING_FILE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_WrongSecret_FailsTheStartWithoutTheSecret()
    {
        var error = await Assert.ThrowsAsync<FunctionFailedException>(
            () => ManagedFunction.StartAsync(null, ("DATABRICKS_CLIENT_SECRET", "wrong-secret")));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }
}
