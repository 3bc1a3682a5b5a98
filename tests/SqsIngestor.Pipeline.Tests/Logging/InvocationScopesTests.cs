using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Logging;

public sealed class InvocationScopesTests
{
    private static readonly InvocationIds One = new("one", null);
    private static readonly InvocationIds Two = new("two", null);

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("Root=1-5759e988-bd862e3f;Parent=53995c3f42cd8ad8;Sampled=1", "1-5759e988-bd862e3f")]
    [InlineData("Parent=53995c3f42cd8ad8; Root=1-5759e988", "1-5759e988")]
    [InlineData("1-5759e988", "1-5759e988")]
    public void Of_TraceHeader_HasItsRoot(string? header, string? expected) =>
        Assert.Equal(new InvocationIds("r", expected), InvocationIds.Of("r", header));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Current_OutsideAnInvocation_IsNone(bool oneAtATime)
    {
        var scopes = new InvocationScopes(oneAtATime);
        Assert.Null(scopes.Current);

        using (scopes.Begin(One)) Assert.Equal(One, scopes.Current);

        Assert.Null(scopes.Current);
    }

    [Fact]
    public async Task Current_SeveralAtOnce_IsThatOfTheFlow()
    {
        var scopes = new InvocationScopes(oneAtATime: false);
        var both = new Barrier(2);

        await Task.WhenAll(Task.Run(() => RunAsync(One)), Task.Run(() => RunAsync(Two))).WaitAsync(Eventually.Patience);

        Assert.Null(scopes.Current);

        async Task RunAsync(InvocationIds ids)
        {
            using var scope = scopes.Begin(ids);
            both.SignalAndWait();
            await Task.Yield();
            Assert.Equal(ids, scopes.Current);
            both.SignalAndWait();
        }
    }

    [Theory]
    [InlineData(true, "two")]
    [InlineData(false, null)]
    public async Task Current_OfWhatAnEarlierInvocationHasStarted_IsTheRunningOneIfThereIsOneAtATime(
        bool oneAtATime, string? during)
    {
        var scopes = new InvocationScopes(oneAtATime);
        var (second, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<(string? During, string? After)> background;
        using (scopes.Begin(One)) background = BackgroundAsync();

        var running = scopes.Begin(Two);
        var asked = second.TrySetResult();
        await Task.Yield();
        Assert.True(asked);
        await _asked.Task.WaitAsync(Eventually.Patience);
        running.Dispose();
        over.SetResult();

        Assert.Equal((during, null), await background.WaitAsync(Eventually.Patience));

        async Task<(string?, string?)> BackgroundAsync()
        {
            await second.Task;
            var first = scopes.Current?.RequestId;
            _asked.SetResult();
            await over.Task;
            return (first, scopes.Current?.RequestId);
        }
    }

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void Begin_None_IsALineOfTheProcessWhateverRuns()
    {
        var scopes = new InvocationScopes(oneAtATime: true);
        using var running = scopes.Begin(One);

        using (scopes.Begin(InvocationIds.None)) Assert.Null(scopes.Current);

        Assert.Equal(One, scopes.Current);
    }
}
