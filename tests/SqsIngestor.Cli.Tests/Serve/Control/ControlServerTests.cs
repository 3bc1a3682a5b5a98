using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Emulator;

namespace SqsIngestor.Cli.Tests.Serve.Control;

public sealed class ControlServerTests : IAsyncLifetime
{
    private const string Endless =
        "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3";

    /// <summary>A test that hangs fails after this time. No test waits for it otherwise.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private LocalDatabricks _databricks = null!;
    private ControlServer _server = null!;

    public async Task InitializeAsync()
    {
        _databricks = await LocalDatabricks.StartAsync();
        _server = await ControlServer.StartAsync(_databricks, function: null, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _databricks.DisposeAsync();
    }

    [Fact]
    public async Task Query_ClientHasGone_IsInterrupted()
    {
        using var client = new ControlClient(Info());
        using var cancellation = new CancellationTokenSource();
        var query = client.QueryAsync(Endless, typed: true, cancellation.Token);
        await WaitForQueriesAsync(1);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
        await WaitForQueriesAsync(0);
    }

    [Fact]
    public async Task Query_AnotherRuns_Answers()
    {
        using var client = new ControlClient(Info());
        using var cancellation = new CancellationTokenSource();
        var endless = client.QueryAsync(Endless, typed: true, cancellation.Token);
        await WaitForQueriesAsync(1);

        var answer = await client.QueryAsync("SELECT 7", typed: true, CancellationToken.None).WaitAsync(Deadline);

        Assert.Equal(7, Assert.Single(Assert.Single(answer.Rows)).GetInt32());
        Assert.False(endless.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
    }

    [Fact]
    public async Task Query_DeepValue_IsAnswered()
    {
        const int Depth = 100;
        using var client = new ControlClient(Info());

        var answer = await client.QueryAsync(
            $"SELECT {new string('[', Depth)}1{new string(']', Depth)}", typed: true, CancellationToken.None);

        Assert.Equal(
            $"{new string('[', Depth)}1{new string(']', Depth)}", Assert.Single(Assert.Single(answer.Rows)).GetRawText());
    }

    [Fact]
    public async Task Stop_QueryRuns_InterruptsItAndTellsTheClient()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = await ControlServer.StartAsync(_databricks, function: null, cancellation.Token);
        using var client = new ControlClient(Info(server));
        var query = client.QueryAsync(Endless, typed: true, CancellationToken.None);
        await WaitForQueriesAsync(1);

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAsync<CliException>(() => query.WaitAsync(Deadline));
        Assert.Equal(CliErrors.ServerGone, error.Error);
        await WaitForQueriesAsync(0);
    }

    private async Task WaitForQueriesAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (_databricks.Tables.RunningQueries != count)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private ServerInfo Info(ControlServer? server = null) => new()
    {
        ProcessId = Environment.ProcessId,
        WorkspaceUrl = _databricks.WorkspaceUrl,
        ZerobusEndpoint = _databricks.ZerobusEndpoint,
        WorkspaceId = "127",
        ClientId = "client",
        ClientSecret = "none",
        Tables = [],
        StoresRows = true,
        Control = (server ?? _server).Info,
        Environment = new Dictionary<string, string>(),
    };
}
