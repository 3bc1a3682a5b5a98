using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.Tests.Tables.Queries;

public sealed class InterruptibleQueryTests : IDisposable
{
    private const string Endless =
        "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3";

    /// <summary>A test that hangs fails after this time. No test waits for it otherwise.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("rows-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Query_EndlessQueryRuns_OthersRunUntilItIsCancelled(bool inFile)
    {
        using var store = Open(inFile);
        using var cancellation = new CancellationTokenSource();
        var endless = await StartEndlessAsync(store, cancellation.Token);

        Assert.Equal(7, Answer(store, "SELECT 7"));
        Assert.False(endless.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(Deadline));
        Assert.Equal(8, Answer(store, "SELECT 8"));
    }

    [Fact]
    public async Task QueryReadOnly_CancelledAtAnyMoment_Ends()
    {
        using var store = Open(inFile: false);
        for (var i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var endless = Start(() => store.QueryReadOnly(Endless, cancellation.Token));
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(Deadline));
        }
    }

    [Fact]
    public async Task Dispose_EndlessQueryRuns_InterruptsItAndReleasesTheFile()
    {
        var store = Open(inFile: true);
        store.Create("CREATE TABLE c.s.t (a INT)");
        var endless = await StartEndlessAsync(store, CancellationToken.None);

        await Start(() =>
        {
            store.Dispose();
            return true;
        }).WaitAsync(Deadline);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(Deadline));
        Assert.Throws<ObjectDisposedException>(() => store.Query("SELECT 1"));
        File.Move(Database, Database + ".moved");
        using var again = new TableStore(Database + ".moved", storeRows: true);
        Assert.Equal("c.s.t", Assert.Single(again.All).Name.ToString());
    }

    [Fact]
    public void Query_TimesWithAZone_AreInUtc()
    {
        using var store = Open(inFile: true);

        Assert.Equal("UTC", store.QueryReadOnly("SELECT current_setting('TimeZone')").Scalar);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Database => Path.Combine(_folder, "rows.duckdb");

    private static object? Answer(TableStore store, string sql) => store.QueryReadOnly(sql).Scalar;

    /// <summary>Starts an endless query, and waits until it has taken a number of a sequence, so that it surely runs.</summary>
    private static async Task<Task<bool>> StartEndlessAsync(TableStore store, CancellationToken cancellation)
    {
        store.Query("CREATE SEQUENCE started", CancellationToken.None);
        var endless = Start(() => store.Query($"SELECT nextval('started'); {Endless}", cancellation));
        using var deadline = new CancellationTokenSource(Deadline);
        while (Answer(store, "SELECT last_value FROM duckdb_sequences()") is null)
        {
            Assert.False(endless.IsCompleted);
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return endless;
    }

    private static Task<bool> Start<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            work();
            return true;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private TableStore Open(bool inFile) => new(inFile ? Database : null, storeRows: true);
}
