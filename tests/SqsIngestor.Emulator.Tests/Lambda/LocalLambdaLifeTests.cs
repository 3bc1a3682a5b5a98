using System.Diagnostics;
using System.Net;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda;

/// <summary>The start and the end of the process.</summary>
[Collection(ProcessTests.Name)]
public sealed class LocalLambdaLifeTests
{
    // Before the process is known to the test, so that no signal comes before the trap. It ends its child, which has the pipes
    // too.
    private const string Trap = "trap 'kill $!; echo bye; exit 0' TERM; ";

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
