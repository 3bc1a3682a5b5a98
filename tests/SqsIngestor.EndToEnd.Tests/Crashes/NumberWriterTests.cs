using SqsIngestor.Catalog;
using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Crashes;

/// <summary>The Zerobus client alone: a process that writes with a persistent stream is killed at chance places.</summary>
public sealed class NumberWriterTests
{
    private const int Kills = 20;

    private static readonly TableName Table = new("main", "raw", "numbers");

    [Fact]
    public async Task KilledAtChancePlaces_EachNumberIsThereOnce()
    {
        var random = new Random(1);
        using var folder = new TemporaryFolder();
        // Acks that take their time leave rows without one whenever the process is killed.
        await using var databricks = await LocalDatabricks.StartAsync(
            new LocalDatabricksOptions { PersistentStreams = true, AckDelay = TimeSpan.FromMilliseconds(2) });
        databricks.Tables.Create(NumberWriter.Sql);

        for (var kill = 0; kill < Kills; kill++)
        {
            var rows = databricks.Tables.Count(Table) + random.Next(1, 300);
            using var writer = NumberWriter.Start(databricks, folder["stream"], long.MaxValue);
            await Eventually.HoldsAsync(() => writer.HasExited || databricks.Tables.Count(Table) >= rows);
            Assert.False(writer.HasExited);
            writer.Kill();
            await writer.WaitForExitAsync().WaitAsync(Eventually.Patience);
        }

        var limit = databricks.Tables.Count(Table) + 100;
        using var last = NumberWriter.Start(databricks, folder["stream"], limit);
        await last.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal(0, last.ExitCode);
        Assert.Equal(limit, databricks.Tables.Count(Table));
        Assert.Equal(limit, databricks.Tables.Query($"SELECT count(DISTINCT n) FROM {Table}").Scalar);
        Assert.Equal(limit - 1, databricks.Tables.Query($"SELECT max(n) FROM {Table}").Scalar);
    }
}
