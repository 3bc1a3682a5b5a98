using System.Diagnostics;
using SqsIngestor.Emulator.Lambda.Runtime;

namespace SqsIngestor.Emulator.Lambda;

/// <summary>One process with its Runtime API, from start to end.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    private readonly LocalLambdaOptions _options;
    private readonly RuntimeApiServer _api;
    private readonly Process _process;
    private readonly Task _output;

    private Sandbox(LocalLambdaOptions options, RuntimeApiServer api, Process process, OutputLines lines)
    {
        _options = options;
        _api = api;
        _process = process;
        _output = Task.WhenAll(
            lines.ReadAsync(process.StandardOutput, isError: false), lines.ReadAsync(process.StandardError, isError: true));
        Exited = WaitForExitAsync();
    }

    public int ProcessId => _process.Id;

    public RuntimeState State => _api.State;

    /// <summary>Completes with the exit code after the process has ended and all its output was read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts the process and waits until it requests its first event.</summary>
    /// <exception cref="LambdaInitException">It reported an init error, ended, or took too long.</exception>
    public static async Task<Sandbox> StartAsync(
        LocalLambdaOptions options, OutputLines lines, CancellationToken cancellationToken)
    {
        var api = await RuntimeApiServer.StartAsync(options, cancellationToken);
        Sandbox sandbox;
        try
        {
            sandbox = new Sandbox(options, api, StartProcess(options, api.Address), lines);
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }

        try
        {
            options.OnStart?.Invoke(sandbox.ProcessId, sandbox.Exited);
            await sandbox.InitializeAsync(cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends the process: SIGTERM if an extension is registered, then SIGKILL.</summary>
    public async ValueTask DisposeAsync()
    {
        if (State.Extensions > 0 && !Exited.IsCompleted)
        {
            UnixSignal.RequestEnd(_process.Id);
            await Task.WhenAny(Exited, Task.Delay(_options.ShutdownTimeout, _options.TimeProvider));
        }

        Kill();
        await Exited;
        await _api.DisposeAsync();
        _process.Dispose();
    }

    private static Process StartProcess(LocalLambdaOptions options, Uri runtimeApi)
    {
        var folder = Path.GetDirectoryName(options.FileName) is { Length: > 0 } own ? own : Environment.CurrentDirectory;
        var taskRoot = Path.GetFullPath(options.TaskRoot ?? folder);
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            WorkingDirectory = taskRoot,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in FunctionEnvironment.Build(options, runtimeApi, taskRoot)) start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)
                ?? throw new LambdaInitException("Runtime.InvalidEntrypoint", $"'{options.FileName}' was not started.");
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LambdaInitException("Runtime.InvalidEntrypoint", $"'{options.FileName}' cannot be started: {e.Message}");
        }
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var timeout = Task.Delay(_options.InitTimeout, _options.TimeProvider, cancellationToken);
        var first = await Task.WhenAny(State.Ready, State.InitError, Exited, timeout);
        // An init error is reported even if the process ended right after it.
        if (State.Ready.IsCompleted) return;
        if (State.InitError.IsCompleted)
        {
            var error = await State.InitError;
            throw new LambdaInitException(error.Type, error.Message);
        }

        if (first == Exited)
        {
            var code = await Exited;
            throw new LambdaInitException(
                "Runtime.ExitError", $"the process ended with exit code {code} before it requested an event", code);
        }

        await timeout;
        throw new LambdaInitException(
            "Sandbox.Timedout", $"the process did not ask for an event within {_options.InitTimeout.TotalSeconds:0.###} s");
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        // A grandchild that still runs keeps the pipes open; do not wait for it.
        await Task.WhenAny(_output, Task.Delay(OutputGrace, _options.TimeProvider));
        return _process.ExitCode;
    }
}
