using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve;

namespace SqsIngestor.Cli.Tests.Serve;

public sealed class ServerLifetimeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Cancelled_Ends(bool delivers)
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = ServerLifetime.RunAsync(delivers ? new TaskCompletionSource().Task : null, cancellation.Token);
        Assert.False(waiting.IsCompleted);

        await cancellation.CancelAsync();

        await waiting;
    }

    [Fact]
    public async Task RunAsync_DeliveriesFail_SaysWhy()
    {
        var deliveries = Task.FromException(new InvalidOperationException("out of order"));

        var error = await Assert.ThrowsAsync<CliException>(() => ServerLifetime.RunAsync(deliveries, CancellationToken.None));

        Assert.Equal(ExitCodes.Failure, error.ExitCode);
        Assert.Contains("deliveries_ended", error.Message, StringComparison.Ordinal);
        Assert.Contains("out of order", error.Message, StringComparison.Ordinal);
    }
}
