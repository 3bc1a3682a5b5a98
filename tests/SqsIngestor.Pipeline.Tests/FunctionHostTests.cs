using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Pipeline.Tests;

/// <summary>The host over the emulator, in this process.</summary>
public sealed class FunctionHostTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Sql = "CREATE TABLE main.raw.events (id STRING NOT NULL, number BIGINT)";

    private const string Mapping =
        """
        version: 1
        descriptor: unity-catalog
        table: main.raw.events
        columns:
          id: $.message.messageId
          number: $.message.body
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStream _output = new();
    private readonly Dictionary<string, string?> _variables = [];
    private LocalDatabricks? _databricks;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_databricks is not null) await _databricks.DisposeAsync();
        await _output.DisposeAsync();
        _folder.Dispose();
    }

    private string Output
    {
        get
        {
            // Stream.Synchronized locks the stream that it wraps.
            lock (_output) return Encoding.UTF8.GetString(_output.ToArray());
        }
    }

    private async Task<LocalDatabricks> PrepareAsync(LocalDatabricksOptions? options = null)
    {
        _databricks = await LocalDatabricks.StartAsync(options);
        _databricks.Tables.Create(Sql, "main", "raw");
        _variables["DATABRICKS_HOST"] = _databricks.WorkspaceUrl.ToString();
        _variables["DATABRICKS_CLIENT_ID"] = _databricks.ClientId;
        _variables["DATABRICKS_CLIENT_SECRET"] = _databricks.ClientSecret;
        _variables["ZEROBUS_ENDPOINT"] = _databricks.ZerobusEndpoint.ToString();
        _variables["MAPPING_FILE"] = _folder.Write("mapping.yaml", Mapping);
        _variables["DESCRIPTOR_PATH"] = _folder.Path;
        return _databricks;
    }

    private async Task<FunctionHost> StartAsync(CancellationToken initDeadline = default)
    {
        var loggers = FunctionHost.CreateLoggers(_variables.GetValueOrDefault, Stream.Synchronized(_output), TimeProvider.System);
        var starting = FunctionHost.StartAsync(_variables.GetValueOrDefault, loggers, new PatientClock(), initDeadline);
        return await starting.WaitAsync(Eventually.Patience, CancellationToken.None);
    }

    private async Task<FunctionException> FailAsync() => await Assert.ThrowsAsync<FunctionException>(() => StartAsync());

    private static async Task<int> ProcessAsync(FunctionHost host, params IEnumerable<string> messages)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', messages)}}]}""");
        var invocation = host.Function with { IngestTime = TimeProvider.System.GetUtcNow(), RequestId = "request-1" };
        var result = await host.CreateProcessor()
            .ProcessAsync(payload, payload.Length, invocation, new BatchDeadline(DateTimeOffset.MaxValue, CancellationToken.None))
            .WaitAsync(Eventually.Patience);
        host.Metrics.Write(result, new InvocationIds("request-1", null));
        return result.Acked;
    }

    [Fact]
    public async Task StartAsync_SchemaFromTheCatalog_WritesRowsAndClosesInOrder()
    {
        var databricks = await PrepareAsync();
        await using var host = await StartAsync();

        Assert.Equal(2, await ProcessAsync(host, PipelineRig.Message("a"), PipelineRig.Message("b")));
        Assert.True(await host.CloseAsync(Eventually.Patience));

        Assert.Equal(2L, databricks.Tables.Query("SELECT count(*) FROM main.raw.events WHERE number = 1").Scalar);
        Assert.Contains("\"event\":\"SchemaRead\"", Output, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"Ready\"", Output, StringComparison.Ordinal);
        Assert.Contains("\"MessagesAcked\":2", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ExactlyOnceAfterAnotherProcess_AnswersWhatThatOneHasWritten()
    {
        var databricks = await PrepareAsync(new LocalDatabricksOptions { PersistentStreams = true });
        _variables["DELIVERY"] = "exactly-once-preview";
        _variables["DELIVERY_FOLDER"] = _folder["slot"];
        await using (var first = await StartAsync())
        {
            Assert.Equal(2, await ProcessAsync(first, PipelineRig.Message("a"), PipelineRig.Message("b")));
            var error = await FailAsync();
            Assert.Equal(FunctionErrorTypes.ConfigurationInvalid, error.ErrorType);
            Assert.Contains("another process that runs has the folder", error.Message, StringComparison.Ordinal);
        }

        await using var second = await StartAsync();

        Assert.Equal(1, await ProcessAsync(second, PipelineRig.Message("a"), PipelineRig.Message("b"), PipelineRig.Message("c")));
        Assert.Equal(3L, databricks.Tables.Query("SELECT count(*) FROM main.raw.events").Scalar);
        Assert.Contains("\"event\":\"PersistentStreamBegun\"", Output, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"PersistentStreamResumed\"", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ExactlyOnceWithoutPersistentStreams_FailsAndGivesTheSlotBack()
    {
        await PrepareAsync();
        _variables["DELIVERY"] = "exactly-once-preview";
        _variables["DELIVERY_FOLDER"] = _folder["slot"];

        for (var start = 0; start < 2; start++)
        {
            var error = await FailAsync();
            Assert.Contains("PersistentStream is not served here", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task StartAsync_Connections_NameTheFunctionInTheUserAgent()
    {
        await PrepareAsync();
        await using var server = await ScriptedZerobus.StartAsync();
        _variables["ZEROBUS_ENDPOINT"] = server.Endpoint.ToString();
        await using var host = await StartAsync();

        Assert.Equal(1, await ProcessAsync(host, PipelineRig.Message("a")));

        Assert.Matches(
            "^SqsIngestor[.]Zerobus/[0-9][^ ]* sqs-ingestor/[0-9][^ ]* grpc-dotnet/",
            server.State.Connections[0].Headers["user-agent"]);
    }

    [Fact]
    public async Task StartAsync_DeployedDescriptor_WritesRowsWithTheHashOfItsFiles()
    {
        var databricks = await PrepareAsync();
        databricks.Tables.Create(File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql")), "main", "raw");
        _variables["TABLE_NAME"] = "main.raw.sqs_messages";
        _variables["MAPPING_FILE"] = RepositoryFiles.PathOf("mappings", "sqs_messages.yaml");
        _variables["DESCRIPTOR_PATH"] = RepositoryFiles.PathOf("descriptors");
        await using var host = await StartAsync();

        Assert.Null(host.Refresher);
        Assert.Equal(1, await ProcessAsync(host, PipelineRig.Message("a")));
        Assert.Equal(1L, databricks.Tables.Query("SELECT count(*) FROM main.raw.sqs_messages").Scalar);
    }

    [Fact]
    public async Task StartAsync_NoDescriptorSetsDeployed_TakesTheTablesFromTheCatalog()
    {
        await PrepareAsync();
        _variables["DESCRIPTOR_PATH"] = Path.Combine(_folder.Path, "nowhere");
        await using var host = await StartAsync();

        Assert.Equal(1, await ProcessAsync(host, PipelineRig.Message("a")));
    }

    [Fact]
    public async Task StartAsync_SchemaFromTheCatalog_ChecksumIsThatOfTheMappingAndOfADeployedSet()
    {
        await PrepareAsync();
        var mapping = new KeyValuePair<string, byte[]>("mappings/mapping.yaml", Encoding.UTF8.GetBytes(Mapping));
        await using (var alone = await StartAsync())
            Assert.Equal(ConfigSha256.Of([mapping]), alone.Function.ConfigSha256);

        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "events.binpb"), [1, 2]);
        await using var withSet = await StartAsync();

        Assert.Equal(ConfigSha256.Of([mapping, new("descriptors/events.binpb", [1, 2])]), withSet.Function.ConfigSha256);
    }

    [Fact]
    public async Task StartAsync_PublishedVersion_IsInRowsAndInTheLineOfTheStart()
    {
        var databricks = await PrepareAsync();
        _variables["AWS_LAMBDA_FUNCTION_VERSION"] = "7";
        var versions = Mapping.Replace("$.message.messageId", "$.meta.functionVersion", StringComparison.Ordinal);
        _variables["MAPPING_FILE"] = _folder.Write("versions.yaml", versions);
        await using var host = await StartAsync();

        await ProcessAsync(host, PipelineRig.Message("a"));

        Assert.Equal("7", databricks.Tables.Query("SELECT id FROM main.raw.events").Scalar);
        Assert.Contains(
            $"\"configSha256\":\"{host.Function.ConfigSha256}\",\"functionVersion\":\"7\"", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SeveralTablesRefused_NamesEach()
    {
        var databricks = await PrepareAsync();
        databricks.Tables.Create("CREATE TABLE main.raw.copies (id STRING NOT NULL, number BIGINT)", "main", "raw");
        const string Columns = "    columns:\n      id: $.message.messageId\n      number: $.message.body\n";
        _variables["MAPPING_FILE"] = _folder.Write(
            "two.yaml",
            "version: 1\ndescriptor: unity-catalog\ntables:\n"
            + $"  - table: main.raw.events\n{Columns}  - table: main.raw.copies\n{Columns}");
        databricks.Faults.RevokeGrants(TableName.Parse("main.raw.events"));
        databricks.Faults.RevokeGrants(TableName.Parse("main.raw.copies"));

        var error = await FailAsync();

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("main.raw.events: PermissionDenied", error.Message, StringComparison.Ordinal);
        Assert.Contains("main.raw.copies: PermissionDenied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SettingMissing_IsAConfigurationError()
    {
        await PrepareAsync();
        _variables["ZEROBUS_ENDPOINT"] = null;

        Assert.Equal("Function.ConfigurationInvalid", (await FailAsync()).ErrorType);
    }

    [Fact]
    public async Task StartAsync_WrongColumn_IsAMappingErrorWithItsPlace()
    {
        await PrepareAsync();
        _variables["MAPPING_FILE"] = _folder.Write("wrong.yaml", Mapping.Replace("number:", "nomber:", StringComparison.Ordinal));

        var error = await FailAsync();

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains("wrong.yaml:6:3: error MAP401", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NoTableNamed_IsAMappingError()
    {
        await PrepareAsync();
        var unnamed = Mapping.Replace("table: main.raw.events\n", "", StringComparison.Ordinal);
        _variables["MAPPING_FILE"] = _folder.Write("unnamed.yaml", unnamed);

        var error = await FailAsync();

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains("neither the mapping nor TABLE_NAME names a table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_TableMissing_IsAMappingError()
    {
        await PrepareAsync();
        _variables["TABLE_NAME"] = "main.raw.nowhere";

        Assert.Equal("Function.MappingInvalid", (await FailAsync()).ErrorType);
    }

    [Fact]
    public async Task StartAsync_WrongSecret_IsACredentialsErrorWithoutTheSecret()
    {
        await PrepareAsync();
        _variables["DATABRICKS_CLIENT_SECRET"] = "dose-wrong";

        var error = await FailAsync();

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.DoesNotContain("dose-wrong", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_DeadlineBeforeTheSchema_SaysThatTheCatalogDidNotAnswer()
    {
        await PrepareAsync();
        var error = await Assert.ThrowsAsync<FunctionException>(() => StartAsync(new CancellationToken(canceled: true)));

        Assert.Equal("Function.ZerobusUnavailable", error.ErrorType);
        Assert.Contains(
            "Cannot read the schema of main.raw.events: Unity Catalog did not answer in time. "
                + "No descriptor set events.binpb is deployed.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SecretsManagerThrottled_UsesTheTimeOfTheStart()
    {
        var databricks = await PrepareAsync();
        var secret = $$"""{"client_id":"{{databricks.ClientId}}","client_secret":"{{databricks.ClientSecret}}"}""";
        await using var scene = await SecretScene.StartAsync(secret);
        for (var i = 0; i < 4; i++) scene.Manager.FailNext(400, "ThrottlingException");
        var settings = scene.Settings();
        _variables["DATABRICKS_CLIENT_ID"] = _variables["DATABRICKS_CLIENT_SECRET"] = null;
        _variables["DATABRICKS_SECRET_ARN"] = settings.Arn.Text;
        _variables["AWS_ENDPOINT_URL"] = settings.Endpoint.ToString();
        _variables["AWS_ACCESS_KEY_ID"] = scene.Manager.AccessKeyId;
        _variables["AWS_SECRET_ACCESS_KEY"] = scene.Manager.SecretAccessKey;
        _variables["AWS_SESSION_TOKEN"] = scene.Manager.SessionToken;

        await using var host = await StartAsync();

        Assert.Equal(5, scene.Manager.Requests);
    }

    [Fact]
    public async Task StartAsync_SecretInSecretsManager_IsReadThere()
    {
        var databricks = await PrepareAsync();
        var secret = $$"""{"client_id":"{{databricks.ClientId}}","client_secret":"{{databricks.ClientSecret}}"}""";
        await using var scene = await SecretScene.StartAsync(secret);
        var settings = scene.Settings();
        _variables["DATABRICKS_CLIENT_ID"] = _variables["DATABRICKS_CLIENT_SECRET"] = null;
        _variables["DATABRICKS_SECRET_ARN"] = settings.Arn.Text;
        _variables["AWS_ENDPOINT_URL"] = settings.Endpoint.ToString();
        _variables["AWS_ACCESS_KEY_ID"] = scene.Manager.AccessKeyId;
        _variables["AWS_SECRET_ACCESS_KEY"] = scene.Manager.SecretAccessKey;
        _variables["AWS_SESSION_TOKEN"] = scene.Manager.SessionToken;

        await using var host = await StartAsync();

        Assert.Equal(1, await ProcessAsync(host, PipelineRig.Message("a")));
        Assert.DoesNotContain(databricks.ClientSecret, Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(1.5, 0)]
    [InlineData(3, 1)]
    [InlineData(20, 18)]
    [InlineData(60, 54)]
    [InlineData(900, 810)]
    public void BatchTime_OfTheRemainingTime_LeavesTwoSecondsOrATenth(double remaining, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), FunctionHost.BatchTime(TimeSpan.FromSeconds(remaining)));

    [Theory]
    [InlineData(3, 2)]
    [InlineData(15, 5)]
    [InlineData(30, 10)]
    [InlineData(60, 20)]
    [InlineData(900, 20)]
    public void AckTime_OfTheTimeOfAnInvocation_IsAThirdWithinBounds(double remaining, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), FunctionHost.AckTime(TimeSpan.FromSeconds(remaining)));
}
