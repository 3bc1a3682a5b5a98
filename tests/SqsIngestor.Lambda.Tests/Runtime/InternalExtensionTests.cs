using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Tests.Runtime;

public sealed class InternalExtensionTests
{
    [Fact]
    public async Task RegisterAsync_Accepted_AsksForAnEventWithItsIdentifier()
    {
        var asked = new TaskCompletionSource();
        await using var api = await ScriptedRuntimeApi.StartAsync(async context =>
        {
            context.Response.Headers["Lambda-Extension-Identifier"] = "identifier-1";
            if (context.Request.Method != "GET") return;
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var extension = new InternalExtension(api.Api, NullLogger.Instance);

        await extension.RegisterAsync(default);
        Assert.Single(api.Calls);
        extension.Ready();
        await asked.Task.WaitAsync(Eventually.Patience);

        var (register, next) = (api.Calls.First(), api.Calls.Last());
        Assert.Equal("POST /2020-01-01/extension/register", register.Line);
        Assert.Equal("sqs-ingestor", register.Headers["Lambda-Extension-Name"]);
        Assert.Equal("""{"events":[]}""", System.Text.Encoding.UTF8.GetString(register.Body));
        Assert.Equal("GET /2020-01-01/extension/event/next", next.Line);
        Assert.Equal("identifier-1", next.Headers["Lambda-Extension-Identifier"]);
    }

    [Fact]
    public async Task RegisterAsync_Refused_IsLoggedAndForgotten()
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(403);
        var logs = new RecordingLoggerFactory();
        using var extension = new InternalExtension(api.Api, logs.CreateLogger("test"));

        await extension.RegisterAsync(default);

        Assert.Contains(logs.Lines, line => line.Contains("the Extensions API answered 403", StringComparison.Ordinal));
        Assert.Single(api.Calls);
    }

    [Fact]
    public async Task RegisterAsync_NoAnswer_EndsWithTheDeadline()
    {
        var asked = new TaskCompletionSource();
        await using var api = await ScriptedRuntimeApi.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var logs = new RecordingLoggerFactory();
        using var extension = new InternalExtension(api.Api, logs.CreateLogger("test"));
        using var deadline = new CancellationTokenSource();
        var registering = extension.RegisterAsync(deadline.Token);
        await asked.Task.WaitAsync(Eventually.Patience);

        await deadline.CancelAsync();
        await registering.WaitAsync(Eventually.Patience);

        Assert.Contains(logs.Lines, line => line.Contains("did not answer in time", StringComparison.Ordinal));
    }
}
