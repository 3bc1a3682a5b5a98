using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda;

[Collection(ProcessTests.Name)]
public sealed class LocalLambdaTests
{
    // Before the process is known to the test, so that no signal comes before the trap. It ends its child, which has the pipes
    // too.
    private const string Trap = "trap 'kill $!; echo bye; exit 0' TERM; ";

    [Fact]
    public async Task InvokeAsync_FunctionAnswers_ResponseIsItsBytes()
    {
        var function = new ShellFunction();
        var clock = new FakeTimeProvider();
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
        var clock = new FakeTimeProvider();
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

    [Fact]
    public async Task StartAsync_InitError_IsThrownWithTypeAndMessage()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(function.Options());
        using var client = await function.ClientAsync();

        await client.FailInitAsync(
            "Function.MappingInvalid", """{"errorMessage":"column x","errorType":"Function.MappingInvalid"}""");

        var failure = await Assert.ThrowsAsync<LambdaInitException>(() => starting);
        Assert.Equal("Function.MappingInvalid", failure.ErrorType);
        Assert.Equal("column x", failure.ErrorMessage);
    }

    [Fact]
    public async Task StartAsync_ProcessEnds_IsThrownWithExitCode()
    {
        var failure =
            await Assert.ThrowsAsync<LambdaInitException>(() => LocalLambda.StartAsync(new ShellFunction().Options("exit 3")));

        Assert.Equal("Runtime.ExitError", failure.ErrorType);
        Assert.Equal(3, failure.ExitCode);
    }

    [Fact]
    public async Task StartAsync_NoPollInTime_IsThrown()
    {
        var options = new ShellFunction().Options() with { InitTimeout = TimeSpan.FromMilliseconds(100) };

        var failure = await Assert.ThrowsAsync<LambdaInitException>(() => LocalLambda.StartAsync(options));

        Assert.Equal("Sandbox.Timedout", failure.ErrorType);
    }

    [Fact]
    public async Task StartAsync_NoSuchProgram_IsThrownWithItsName()
    {
        var failure = await Assert.ThrowsAsync<LambdaInitException>(
            () => LocalLambda.StartAsync(new LocalLambdaOptions { FileName = "/nowhere/bootstrap", TaskRoot = "/" }));

        Assert.Equal("Runtime.InvalidEntrypoint", failure.ErrorType);
        Assert.Contains("/nowhere/bootstrap", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Environment_IsLambdasAndTheFunctionsOnly()
    {
        var lines = new List<string>();
        var options = new ShellFunction().Options("env; exit 0") with
        {
            OnOutput = line => lines.Add(line.Text),
            Environment = new Dictionary<string, string> { ["TABLE_NAME"] = "a.b.c", ["AWS_REGION"] = "overridden" },
            FunctionName = "fn",
        };

        await Assert.ThrowsAsync<LambdaInitException>(() => LocalLambda.StartAsync(options));

        Assert.Contains("TABLE_NAME=a.b.c", lines);
        Assert.Contains("AWS_REGION=eu-west-1", lines);
        Assert.Contains("AWS_LAMBDA_FUNCTION_NAME=fn", lines);
        Assert.Contains("AWS_LAMBDA_FUNCTION_VERSION=$LATEST", lines);
        Assert.Contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", lines);
        Assert.Contains("_HANDLER=bootstrap", lines);
        Assert.Contains("LAMBDA_TASK_ROOT=/bin", lines);
        var names = lines.Where(line => line.Contains('=', StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)])
            .ToHashSet();
        string[] allowed = [
            "PATH", "HOME", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64",
            "DOTNET_CLI_HOME", "LD_LIBRARY_PATH", "TZ", "LANG", "TABLE_NAME", "_HANDLER"];
        Assert.DoesNotContain(
            names,
            name => !allowed.Contains(name)
                && !name.StartsWith("AWS_", StringComparison.Ordinal)
                && !name.StartsWith("LAMBDA_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DisposeAsync_ExtensionRegistered_ProcessGetsSigterm()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(
            function.Options("sleep 600 & wait", first: Trap) with { ShutdownTimeout = TimeSpan.FromSeconds(30) });
        using var client = await function.ClientAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.RegisterAsync("internal")).Status);
        _ = client.NextAsync();
        var lambda = await starting;

        await lambda.DisposeAsync();

        Assert.Contains(new OutputLine("bye", false), lambda.Output);
    }

    [Fact]
    public async Task EnsureStartedAsync_ProcessWasKilled_StartsAnotherThatOnStartTellsOf()
    {
        var function = new ShellFunction();
        var started = new List<(int Id, Task<int> Exited)>();
        var options = function.Options() with { OnStart = (id, exited) => started.Add((id, exited)) };
        var starting = LocalLambda.StartAsync(options);
        using var first = await function.ClientAsync();
        var polling = first.NextAsync();
        await using var lambda = await starting;
        lambda.Kill();
        await started[0].Exited.WaitAsync(Eventually.Patience);

        var again = lambda.EnsureStartedAsync();
        using var second = await function.ClientAsync();
        var next = second.NextAsync();
        await again.WaitAsync(Eventually.Patience);

        Assert.Equal(2, started.Count);
        Assert.NotEqual(started[0].Id, started[1].Id);
        Assert.Equal(started[1].Id, lambda.ProcessId);
        await Assert.ThrowsAnyAsync<Exception>(() => polling.WaitAsync(Eventually.Patience));
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_NoExtension_ProcessIsKilledAtOnce()
    {
        var function = new ShellFunction();
        var starting = LocalLambda.StartAsync(
            function.Options("sleep 600 & wait", first: Trap) with { ShutdownTimeout = TimeSpan.FromSeconds(30) });
        using var client = await function.ClientAsync();
        _ = client.NextAsync();
        var lambda = await starting;
        var process = Process.GetProcessById(lambda.ProcessId!.Value);

        await lambda.DisposeAsync();

        Assert.True(process.HasExited);
        Assert.DoesNotContain(new OutputLine("bye", false), lambda.Output);
    }
}
