using SqsIngestor.Shared;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class RetryLoopTests
{
    private static readonly Attempt<string> Busy = new(null, new InvalidOperationException("busy"), IsTransient: true);

    private readonly SteppedClock _clock = new();
    private readonly List<int> _failed = [];
    private int _attempts;

    [Fact]
    public async Task RunAsync_Succeeds_EndsAtOnce()
    {
        Assert.Equal("done", (await RunAsync(Loop(), new Attempt<string>("done"))).Value);
        Assert.Equal(1, _attempts);
        Assert.Empty(_failed);
    }

    [Fact]
    public async Task RunAsync_LastingFailure_IsNotTriedAgain()
    {
        var lasting = Busy with { IsTransient = false };
        Assert.Equal(lasting, await RunAsync(Loop(), lasting, new Attempt<string>("done")));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task RunAsync_TransientFailures_PausesAsTheBackoffSaysAndGivesUpAfterTheAttempts()
    {
        var running = RunAsync(Loop(), Busy);
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Busy, await running.WaitAsync(Eventually.Patience));
        Assert.Equal([1, 2, 3], _failed);
    }

    [Fact]
    public async Task RunAsync_ServiceAsksForMore_IsGivenThat()
    {
        var running = RunAsync(Loop(), Busy with { RetryAfter = TimeSpan.FromSeconds(7) }, new Attempt<string>("done"));
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("done", (await running.WaitAsync(Eventually.Patience)).Value);
    }

    [Fact]
    public async Task RunAsync_ServiceAsksForLess_WaitsForTheBackoff()
    {
        var running = RunAsync(Loop(), Busy with { RetryAfter = TimeSpan.Zero }, new Attempt<string>("done"));
        await _clock.WhenWaitingAsync(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("done", (await running.WaitAsync(Eventually.Patience)).Value);
    }

    [Theory]
    [InlineData(11, 100)]
    [InlineData(3, 2)]
    public async Task RunAsync_PauseThatDoesNotFit_EndsAtOnce(int asked, int time)
    {
        var outcome = await RunAsync(
            Loop(TimeSpan.FromSeconds(time)), Busy with { RetryAfter = TimeSpan.FromSeconds(asked) },
            new Attempt<string>("done"));

        Assert.True(outcome.IsTransient);
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task RunAsync_CancelledDuringAPause_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        var running = Loop().RunAsync(() => Task.FromResult(Busy), null, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private RetryLoop Loop(TimeSpan? time = null) => new(
        new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), attempts: 3, TimeSpan.FromSeconds(10), _clock)
    {
        Time = time ?? TimeSpan.MaxValue,
    };

    private Task<Attempt<string>> RunAsync(RetryLoop loop, params Attempt<string>[] script) => loop.RunAsync(
        () => Task.FromResult(script[Math.Min(_attempts++, script.Length - 1)]), (attempt, _) => _failed.Add(attempt), default);
}
