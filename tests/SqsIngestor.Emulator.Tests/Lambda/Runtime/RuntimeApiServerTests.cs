using System.Net;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.Runtime;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda.Runtime;

public sealed class RuntimeApiServerTests
{
    private static readonly LocalLambdaOptions Options = new() { FileName = "unused" };

    [Fact]
    public async Task Next_GivenUpInvocation_IsNotHandedOver()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);
        var deadline = new QuietClock().GetUtcNow();
        var (given, live) = (new QueuedInvocation("1"u8.ToArray(), deadline), new QueuedInvocation("2"u8.ToArray(), deadline));
        given.TryAnswer(new InvocationAnswer(default, null));
        api.State.Enqueue(given);
        api.State.Enqueue(live);

        var (requestId, _, _) = await client.NextAsync();

        Assert.Equal(live.RequestId, requestId);
    }

    [Fact]
    public async Task Next_PollerGivesUp_EventGoesToAnother()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);
        using var giveUp = new CancellationTokenSource();
        var poll = client.NextAsync(giveUp.Token);
        await api.State.Ready;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);

        var next = client.NextAsync();
        // Two events: whichever poller the server still believes in, one reaches the live one.
        api.State.Enqueue(new QueuedInvocation("1"u8.ToArray(), default));
        api.State.Enqueue(new QueuedInvocation("2"u8.ToArray(), default));

        Assert.NotEmpty((await next).RequestId);
    }

    [Fact]
    public async Task InitError_AfterTheFirstNext_Is403()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);
        _ = client.NextAsync();
        await api.State.Ready;

        Assert.Equal(HttpStatusCode.Forbidden, await client.FailInitAsync("Function.X", "{}"));
    }

    [Fact]
    public async Task Register_NoName_Is400()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.RegisterAsync(null)).Status);
        Assert.Equal(0, api.State.Extensions);
    }

    [Fact]
    public async Task Register_WithEvents_Is403()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.RegisterAsync("x", """{"events":["SHUTDOWN"]}""")).Status);
    }

    [Fact]
    public async Task ExtensionNext_Registered_StaysPending()
    {
        await using var api = await RuntimeApiServer.StartAsync(Options, CancellationToken.None);
        using var client = new FunctionClient(api.Address.Authority);
        using var giveUp = new CancellationTokenSource();
        var (_, identifier) = await client.RegisterAsync("internal");

        var pending = client.ExtensionNextAsync(identifier, giveUp.Token);
        using var refused = await client.ExtensionNextAsync("unknown", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(pending.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }
}
