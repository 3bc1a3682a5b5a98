using System.Net.Sockets;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Local;

public sealed class LocalPartsTests
{
    private readonly QuietClock _clock = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task StartDatabricksAsync_DatabaseInANewFolder_CreatesTheFolder()
    {
        using var folder = new TemporaryFolder();
        var file = folder["new", "folder", "rows.duckdb"];

        await using (await LocalParts.StartDatabricksAsync(new() { DatabaseFile = file }, CancellationToken.None))
        {
            Assert.True(File.Exists(file));
        }
    }

    [Fact]
    public async Task StartDatabricksAsync_DatabaseThatIsNone_NamesItAndLeavesIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.duckdb", "not a database");

        var error = await Assert.ThrowsAsync<CliException>(
            () => LocalParts.StartDatabricksAsync(new() { DatabaseFile = file }, CancellationToken.None));

        Assert.StartsWith($"error database_not_opened: '{file}'", error.Message, StringComparison.Ordinal);
        Assert.Equal("not a database", File.ReadAllText(file));
    }

    [Theory]
    [InlineData(80, 0, "Port 80 cannot be opened: ")]
    [InlineData(0, 443, "Port 443 cannot be opened: ")]
    [InlineData(80, 443, "Port 80 or port 443 cannot be opened: ")]
    public void PortRefused_OfTheGivenPorts_NamesThem(int workspace, int zerobus, string expected)
    {
        var error = LocalParts.PortRefused(
            new() { WorkspacePort = workspace, ZerobusPort = zerobus }, new SocketException((int)SocketError.AccessDenied));

        Assert.StartsWith($"error port_refused: {expected}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(CliErrors.PortRefused.Action, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartLambdaAsync_TheStartTakesLong_SaysSoAndWaitsUntilItIsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var told = 0;
        var starting = LocalParts.StartLambdaAsync(
            Shell("exec sleep 600"), new FunctionLog(), () => Interlocked.Increment(ref told), stop.Token);
        await _started.Task.WaitAsync(Eventually.Patience);

        _clock.Advance(LocalParts.SlowStart - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, told);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.HoldsAsync(() => Volatile.Read(ref told) == 1);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(starting.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(Eventually.Patience));
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task StartLambdaAsync_TheProcessEnds_HasItsOwnExitCode()
    {
        var starting = LocalParts.StartLambdaAsync(Shell("exit 5"), new FunctionLog(), static () => { }, CancellationToken.None);

        var error = await Assert.ThrowsAsync<CliException>(() => starting.WaitAsync(Eventually.Patience));

        Assert.Equal(ExitCodes.FunctionNotStarted, error.ExitCode);
        Assert.Contains("error function_not_started: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateTables_TablesAndViews_AreInTheCatalogAndOnlyTablesAreReturned()
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        using var folder = new TemporaryFolder();
        var file = new NamedFile(
            new FileInfo(folder.Write("t.sql", "CREATE TABLE main.raw.t (a INT); CREATE VIEW main.raw.v AS SELECT a FROM t")));

        var created = LocalParts.CreateTables(databricks, file, new Dictionary<string, string>());
        var again = LocalParts.CreateTables(databricks, file, new Dictionary<string, string>());

        Assert.Equal(["main.raw.t"], created.Select(table => table.Name.ToString()));
        Assert.Equal(created, again);
        Assert.Equal(
            ["main.raw.t MANAGED", "main.raw.v VIEW"],
            databricks.Tables.All.Select(table => $"{table.Name} {table.TableType}"));
    }

    [Fact]
    public async Task CreateTables_NothingButAView_IsAnError()
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        using var folder = new TemporaryFolder();
        var file = new NamedFile(new FileInfo(folder.Write("v.sql", "CREATE VIEW main.raw.v AS SELECT 1")));

        var error = Assert.Throws<CliException>(
            () => LocalParts.CreateTables(databricks, file, new Dictionary<string, string>()));

        Assert.Equal(CliErrors.SqlEmpty, error.Error);
    }

    private LocalLambdaOptions Shell(string script) => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        TimeProvider = _clock,
        OnStart = (_, _) => _started.TrySetResult(),
    };
}
