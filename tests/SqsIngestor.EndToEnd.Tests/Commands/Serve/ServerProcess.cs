using System.Diagnostics;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>The built <c>sqs-ingestor serve</c> as a separate process, with its own ready file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // Any free ports: the usual ones are those of one server.
    private static readonly string[] FreePorts = ["--workspace-port", "0", "--zerobus-port", "0"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ServerProcess(string folder, IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments)
    {
        _folder = folder;
        var start = SqsIngestorProgram.Start(
            ["serve", "--ready-file", Path.Combine(folder, "server.json"), .. FreePorts, .. arguments]);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        _process = Process.Start(start)!;
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public string ReadyFile => Path.Combine(_folder, "server.json");

    public string CaFile => Path.Combine(_folder, "server.ca.pem");

    public JsonElement Ready { get; private set; }

    /// <summary>Starts a server and waits for its ready file.</summary>
    public static Task<ServerProcess> StartAsync(params string[] arguments) =>
        StartAsync(new Dictionary<string, string>(), arguments);

    /// <summary>Starts a server with variables beside those of this process.</summary>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var server = new ServerProcess(Directory.CreateTempSubdirectory("serve-").FullName, variables, arguments);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!File.Exists(server.ReadyFile))
            {
                if (server._process.HasExited) Assert.Fail($"The server has ended: {await server._output}{await server._errors}");
                await Task.Delay(PollInterval, TimeProvider.System, patience.Token);
            }

            using var ready = JsonDocument.Parse(await File.ReadAllBytesAsync(server.ReadyFile));
            server.Ready = ready.RootElement.Clone();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another command against it.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        SqsIngestorProgram.RunAsync([.. arguments, "--server", ReadyFile]);

    public string Text(params string[] path) => path.Aggregate(Ready, (element, name) => element.GetProperty(name)).GetString()!;

    /// <summary>Ends it as a service manager does.</summary>
    public async Task<CommandResult> TerminateAsync()
    {
        UnixSignal.RequestEnd(_process.Id);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new CommandResult(_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
