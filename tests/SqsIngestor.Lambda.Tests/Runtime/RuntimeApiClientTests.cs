using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SqsIngestor.Lambda.Runtime;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Lambda.Tests.Runtime;

[Collection("Environment of the process")]
public sealed class RuntimeApiClientTests
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private static Task<ScriptedRuntimeApi> WithEventAsync(byte[] payload, string traceId = "Root=1-5bef4de7") =>
        ScriptedRuntimeApi.StartAsync(async context =>
    {
        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "request-1";
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = "4102444800123";
        context.Response.Headers["Lambda-Runtime-Trace-Id"] = traceId;
        await context.Response.Body.WriteAsync(payload);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(64 * 1024)]
    [InlineData((6 * 1024 * 1024) + 1)]
    public async Task NextAsync_EventOfAnySize_IsReadWhole(int size)
    {
        var payload = new byte[size];
        new Random(1).NextBytes(payload);
        await using var api = await WithEventAsync(payload);
        var clock = new QuietClock(DateTimeOffset.FromUnixTimeMilliseconds(4102444800123 - 30_000));
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance, isAlone: false, clock);

        var invocation = await client.NextAsync(default);

        Assert.Equal("request-1", invocation.RequestId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(4102444800123), invocation.Deadline);
        Assert.Equal("Root=1-5bef4de7", invocation.TraceId);
        Assert.Equal(payload, invocation.Payload[..invocation.Length]);
        Assert.Equal("GET /2018-06-01/runtime/invocation/next", Assert.Single(api.Calls).Line);
    }

    [Fact]
    public async Task NextAsync_OneOfSeveral_LeavesTheTraceVariableAlone()
    {
        await using var api = await WithEventAsync([], "Root=1-of-many");
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance, isAlone: false);

        Assert.Equal("Root=1-of-many", (await client.NextAsync(default)).TraceId);

        Assert.NotEqual("Root=1-of-many", Environment.GetEnvironmentVariable(TraceVariable));
    }

    [Fact]
    public async Task NextAsync_Alone_SetsTheTraceVariable()
    {
        await using var api = await WithEventAsync([], "Root=1-alone");
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        await client.NextAsync(default);

        Assert.Equal("Root=1-alone", Environment.GetEnvironmentVariable(TraceVariable));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task NextAsync_NoEvent_EndsTheProcess(int status)
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(status);
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        var error = await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));

        Assert.Contains(
            status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextAsync_NobodyThere_EndsTheProcess()
    {
        var api = await ScriptedRuntimeApi.StartAsync(200);
        var address = api.Address;
        await api.DisposeAsync();
        using var nobody = new RuntimeApi(address);
        using var client = new RuntimeApiClient(nobody, NullLogger.Instance);

        await Assert.ThrowsAsync<RuntimeApiException>(() => client.NextAsync(default));
    }

    [Fact]
    public async Task FailAsync_Request_HasTypeMessageAndHeader()
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(202);
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        await client.FailAsync("request-1", "Function.EventInvalid", "what \"is\" wrong", default);

        var call = Assert.Single(api.Calls);
        Assert.Equal("POST /2018-06-01/runtime/invocation/request-1/error", call.Line);
        Assert.Equal("Function.EventInvalid", call.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", call.Headers["Content-Type"]);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("what \"is\" wrong", body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("Function.EventInvalid", body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("stackTrace").GetArrayLength());
    }

    [Fact]
    public async Task FailInitAsync_Request_GoesToInitError()
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(202);
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        await client.FailInitAsync("Function.MappingInvalid", "x", default);

        Assert.Equal("POST /2018-06-01/runtime/init/error", Assert.Single(api.Calls).Line);
    }

    [Theory]
    [InlineData(400, "Settled")]
    [InlineData(403, "Settled")]
    [InlineData(413, "Settled")]
    [InlineData(404, "Refused")]
    [InlineData(408, "Refused")]
    [InlineData(429, "Refused")]
    public async Task RespondAsync_Refused_LogsAndSaysWhetherTheInvocationIsOpen(int status, string verdict)
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(status);
        var logs = new RecordingLoggerFactory();
        using var client = new RuntimeApiClient(api.Api, logs.CreateLogger("test"));

        Assert.Equal(verdict, $"{await client.RespondAsync("request-1", "{}"u8.ToArray(), default)}");

        var call = Assert.Single(api.Calls);
        Assert.Equal("POST /2018-06-01/runtime/invocation/request-1/response", call.Line);
        Assert.Equal("{}", Encoding.UTF8.GetString(call.Body));
        Assert.Contains(
            logs.Lines, line => line.Contains($"answered {status} to invocation/request-1/response", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RespondAsync_ApiFailed_EndsTheProcess()
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(StatusCodes.Status500InternalServerError);
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        await Assert.ThrowsAsync<RuntimeApiException>(() => client.RespondAsync("request-1", "{}"u8.ToArray(), default));
    }

    [Fact]
    public async Task NextAsync_ConnectionReset_IsTriedAgain()
    {
        var calls = 0;
        await using var api = await ScriptedRuntimeApi.StartAsync(context =>
        {
            if (++calls <= 2) context.Abort();
            else context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "request-1";
            return Task.CompletedTask;
        });
        var logs = new RecordingLoggerFactory();
        using var client = new RuntimeApiClient(api.Api, logs.CreateLogger("test"), isAlone: false);

        Assert.Equal("request-1", (await client.NextAsync(default)).RequestId);

        Assert.Equal(2, logs.Lines.Count(static line => line.Contains("Cannot reach the Runtime API", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RespondAsync_ConnectionReset_SendsTheWholeResponseAgain()
    {
        var calls = 0;
        await using var api = await ScriptedRuntimeApi.StartAsync(context =>
        {
            if (++calls == 1) context.Abort();
            return Task.CompletedTask;
        });
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        Assert.Equal(ResponseVerdict.Accepted, await client.RespondAsync("request-1", "{}"u8.ToArray(), default));

        Assert.Equal(["{}", "{}"], api.Calls.Select(static call => Encoding.UTF8.GetString(call.Body)));
    }

    [Fact]
    public async Task RespondAsync_ConnectionResetWithoutEnd_EndsTheProcess()
    {
        await using var api = await ScriptedRuntimeApi.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = new RuntimeApiClient(api.Api, NullLogger.Instance);

        await Assert.ThrowsAsync<RuntimeApiException>(() => client.RespondAsync("request-1", "{}"u8.ToArray(), default));

        Assert.Equal(3, api.Calls.Count);
    }
}
