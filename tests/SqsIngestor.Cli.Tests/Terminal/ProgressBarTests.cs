using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Terminal;

/// <summary>On a terminal, which <c>script</c> of Debian's base system makes; a person presses Ctrl-C there.</summary>
public sealed class ProgressBarTests : IDisposable
{
    private const string CtrlC = "\u0003";

    /// <summary>The progress would be there: work that takes more than a second shows it.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Query_ServerThatNeverAnswers_ShowsThatItWaitsAndEndsOnCtrlC()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var silent = Silent();

        var (shown, exitCode) = await RunAsync(silent, "", "Querying");

        Assert.Contains("00:00:0", shown, StringComparison.Ordinal);
        Assert.Equal(130, exitCode);
    }

    [Theory]
    [InlineData("--quiet", "")]
    [InlineData("--no-color", "")]
    [InlineData("", "NO_COLOR=1")]
    public async Task Query_WithoutProgress_ShowsNothing(string option, string variable)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var silent = Silent();

        var (shown, exitCode) = await RunAsync(silent, option, null, variable);

        Assert.Equal("^C", shown.Trim());
        Assert.Equal(130, exitCode);
    }

    /// <summary>Takes connections and never answers.</summary>
    private static TcpListener Silent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>Runs a query, and presses Ctrl-C once a text is on the screen, or when progress would be there.</summary>
    private async Task<(string Shown, int ExitCode)> RunAsync(
        TcpListener server, string option, string? until, string variable = "")
    {
        var url = $"http://{server.LocalEndpoint}";
        _folder.Write(
            "server.json",
            $$"""
            {
              "processId": 1, "workspaceUrl": "{{url}}", "zerobusEndpoint": "{{url}}", "workspaceId": "1", "clientId": "c",
              "clientSecret": "s", "tables": [], "storesRows": true, "control": {"url": "{{url}}", "token": "t"},
              "environment": {}
            }
            """);
        var command = $"'{SqsIngestorProgram.Start([]).FileName}' query 'SELECT 1' --server '{_folder["server.json"]}' {option}";
        var start = new ProcessStartInfo("script", ["-qec", $"env {variable} {command}", "/dev/null"])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        using var connection = await server.AcceptTcpClientAsync().WaitAsync(Eventually.Patience);
        if (until is null) await Task.Delay(Longer, TimeProvider.System);
        var shown = new StringBuilder();
        var buffer = new char[1024];
        var pressed = false;
        while (true)
        {
            if (!pressed && (until is null || shown.ToString().Contains(until, StringComparison.Ordinal)))
            {
                pressed = true;
                await process.StandardInput.WriteAsync(CtrlC);
                await process.StandardInput.FlushAsync();
            }

            var read = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience);
            if (read == 0) break;
            shown.Append(buffer, 0, read);
        }

        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (shown.ToString(), process.ExitCode);
    }
}
