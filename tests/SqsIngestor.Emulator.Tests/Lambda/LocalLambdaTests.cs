using System.Net;
using System.Text;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>What an invocation gives, and how it ends.</summary>
[Collection(ProcessTests.Name)]
public sealed class LocalLambdaTests
{
    [Fact]
    public async Task InvokeAsync_FunctionAnswers_ResponseIsItsBytes()
    {
        var function = new ShellFunction();
        var clock = new QuietClock();
        var starting = LocalLambda.StartAsync(function.Options() with { TimeProvider = clock });
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;

        var invoking = lambda.InvokeAsync("""{"Records":[]}"""u8.ToArray());
        var (requestId, response, payload) = await next;
        var accepted = await client.RespondAsync(requestId, [1, 0, 255]);
        var result = await invoking;

        Assert.Equal("""{"Records":[]}""", Encoding.UTF8.GetString(payload));
        Assert.Equal(HttpStatusCode.Accepted, accepted);
        Assert.Equal(InvocationOutcome.Succeeded, result.Outcome);
        Assert.Equal(requestId, result.RequestId);
        Assert.Equal(new byte[] { 1, 0, 255 }, result.Response.ToArray());
        Assert.Equal(
            "arn:aws:lambda:eu-west-1:123456789012:function:sqs-ingestor",
            FunctionClient.Header(response, "Lambda-Runtime-Invoked-Function-Arn"));
        Assert.StartsWith("Root=1-", FunctionClient.Header(response, "Lambda-Runtime-Trace-Id"), StringComparison.Ordinal);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(
                FunctionClient.Header(
                    response, "Lambda-Runtime-Deadline-Ms"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(60), deadline);
    }

    [Theory]
    [InlineData("Function.EventInvalid", "Function.EventInvalid")]
    [InlineData("Runtime.Unexpected", "Runtime.Unexpected")]
    [InlineData("System.FormatException", "Runtime.Unknown")]
    [InlineData("Function.event", "Runtime.Unknown")]
    public async Task InvokeAsync_FunctionReportsError_TypeIsKeptWhenLambdaWould(string header, string kept)
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;

        var invoking = lambda.InvokeAsync("{}"u8.ToArray());
        await client.FailAsync((await next).RequestId, header, """{"errorMessage":"no","errorType":"x","stackTrace":[]}""");
        var result = await invoking;

        Assert.Equal(InvocationOutcome.FunctionError, result.Outcome);
        Assert.Equal(kept, result.ErrorType);
        Assert.Equal("no", result.ErrorMessage);
    }

    [Fact]
    public async Task InvokeAsync_TwoPollers_BothRunAtOnce()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();
        var (first, second) = (client.NextAsync(), client.NextAsync());
        await using var lambda = await starting;

        var (a, b) = (lambda.InvokeAsync("1"u8.ToArray()), lambda.InvokeAsync("2"u8.ToArray()));
        var taken = await Task.WhenAll(first, second);
        foreach (var (requestId, _, payload) in taken.Reverse()) await client.RespondAsync(requestId, payload);

        Assert.Equal("1"u8.ToArray(), (await a).Response.ToArray());
        Assert.Equal("2"u8.ToArray(), (await b).Response.ToArray());
    }

    [Fact]
    public async Task InvokeAsync_NoAnswerInTime_ProcessIsKilledAndTheNextInvocationStartsAnother()
    {
        var function = new ShellFunction();
        var clock = new QuietClock();
        var starting =
            LocalLambda.StartAsync(function.Options() with { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(3) });
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;
        var process = lambda.ProcessId;

        var invoking = lambda.InvokeAsync("{}"u8.ToArray());
        var (requestId, _, _) = await next;
        clock.Advance(TimeSpan.FromSeconds(3));
        var late = await invoking.WaitAsync(Eventually.Patience);
        Assert.Null(lambda.ProcessId);
        var again = lambda.InvokeAsync("again"u8.ToArray());
        using var second = await function.ClientAsync();
        var (secondId, _, payload) = await second.NextAsync();
        await second.RespondAsync(secondId, payload);

        Assert.Equal(InvocationOutcome.TimedOut, late.Outcome);
        Assert.Equal(requestId, late.RequestId);
        Assert.Equal("Sandbox.Timedout", late.ErrorType);
        Assert.Equal("again"u8.ToArray(), (await again).Response.ToArray());
        Assert.NotEqual(process, lambda.ProcessId);
    }

    [Fact]
    public async Task InvokeAsync_ProcessIsKilled_OutcomeIsProcessExited()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;

        var invoking = lambda.InvokeAsync("{}"u8.ToArray());
        await next;
        lambda.Kill();
        var result = await invoking;

        Assert.Equal(InvocationOutcome.ProcessExited, result.Outcome);
        Assert.Equal("Runtime.ExitError", result.ErrorType);
        Assert.Contains("exit status 137", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_AnswerTwice_SecondIsRefused()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;

        var invoking = lambda.InvokeAsync("{}"u8.ToArray());
        var (requestId, _, _) = await next;
        await client.RespondAsync(requestId, "1"u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, await client.RespondAsync(requestId, "2"u8.ToArray()));
        Assert.Equal("1"u8.ToArray(), (await invoking).Response.ToArray());
    }

    [Fact]
    public async Task InvokeAsync_ResponseTooLarge_Is413AndAFunctionError()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();
        var next = client.NextAsync();
        await using var lambda = await starting;

        var invoking = lambda.InvokeAsync("{}"u8.ToArray());
        var status = await client.RespondAsync((await next).RequestId, new byte[(6 * 1024 * 1024) + 101]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("Function.ResponseSizeTooLarge", (await invoking).ErrorType);
    }
}
