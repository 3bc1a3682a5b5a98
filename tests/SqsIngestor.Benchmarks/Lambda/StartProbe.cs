using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// Times a program from its start until its first <c>GET …/next</c> is on the wire. A bare listener, because a web server of this
/// process would be measured with it.
/// </summary>
internal static class StartProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The time, and the processor time that the program has used by then.</returns>
    public static async Task<(TimeSpan Elapsed, TimeSpan Processor)> RunAsync(string program, IReadOnlyDictionary<string, string> environment)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = listener.LocalEndpoint.ToString();

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            await NextAsync(listener).WaitAsync(Patience);
            return (Stopwatch.GetElapsedTime(started), process.TotalProcessorTime);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task NextAsync(TcpListener listener)
    {
        var buffer = new byte[4096];
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var read = await client.GetStream().ReadAsync(buffer);
            var line = Encoding.ASCII.GetString(buffer, 0, read);
            if (line.StartsWith("GET", StringComparison.Ordinal) && line.Contains("/runtime/invocation/next", StringComparison.Ordinal)) return;
            if (line.Contains("/init/error", StringComparison.Ordinal)) throw new InvalidOperationException($"The function did not start: {line}");
        }
    }
}
