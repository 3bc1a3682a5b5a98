using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SqsIngestor.Cli.Tests.Serve;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Terminal;

/// <summary>On a terminal, which <c>script</c> of Debian's base system makes; a person presses Ctrl-C there.</summary>
public sealed class ProgressBarTests : IDisposable
{
    private const string CtrlC = "\u0003";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Socket> _connections = [];

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task Query_ServerThatNeverAnswers_ShowsThatItWaitsAndEndsOnCtrlC()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = Silent();
        using var terminal = await StartAsync(server, "");

        await ReadUntilAsync(terminal, "00:00:0");

        await EndAsync(terminal);
    }

    /// <summary>A query that shows its progress starts after it.</summary>
    [Theory]
    [InlineData("--quiet", "")]
    [InlineData("--no-color", "")]
    [InlineData("", "NO_COLOR=1")]
    public async Task Query_WithoutProgress_ShowsNothing(string option, string variable)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = Silent();
        using var terminal = await StartAsync(server, option, variable);
        using var usual = await StartAsync(server, "");

        await ReadUntilAsync(usual, "Querying");

        await EndAsync(usual);
        Assert.Equal("^C", (await EndAsync(terminal)).Trim());
    }

    /// <summary>Takes connections and never answers.</summary>
    private static TcpListener Silent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>Starts a query on a terminal of its own; it waits for the server.</summary>
    private async Task<Process> StartAsync(TcpListener server, string option, string variable = "")
    {
        var file = _folder.Write("server.json", ReadyFileText.Of(new Uri($"http://{server.LocalEndpoint}")));
        // A shell starts a process in the background with SIGINT ignored, and whoever runs the tests may be one.
        var command = $"env --default-signal=INT {variable} '{SqsIngestorProgram.Start([]).FileName}' query 'SELECT 1' "
            + $"--server '{file}' {option}";
        var start = new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm";
        var process = Process.Start(start)!;
        _connections.Add(await server.AcceptSocketAsync().WaitAsync(Eventually.Patience));
        return process;
    }

    private static async Task ReadUntilAsync(Process terminal, string text)
    {
        var shown = new StringBuilder();
        var buffer = new char[1024];
        while (!shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await terminal.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience);
            Assert.NotEqual(0, read);
            shown.Append(buffer, 0, read);
        }
    }

    /// <summary>Presses Ctrl-C; returns what was shown and not read.</summary>
    private static async Task<string> EndAsync(Process terminal)
    {
        await terminal.StandardInput.WriteAsync(CtrlC);
        await terminal.StandardInput.FlushAsync();
        var shown = await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await terminal.WaitForExitAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(130, terminal.ExitCode);
        return shown;
    }
}
