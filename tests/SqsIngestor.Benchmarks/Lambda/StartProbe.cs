using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// Times a program from its start until its first <c>GET …/next</c> is on the wire. A bare listener, because a web server of
/// this process would be measured with it.
/// </summary>
internal static class StartProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Registered =
        "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: probe\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();

    /// <returns>The time, and the processor time that the program has used by then.</returns>
    public static async Task<(TimeSpan Elapsed, TimeSpan Processor)> RunAsync(
        string program, IReadOnlyDictionary<string, string> environment)
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
        var clients = new List<TcpClient>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            while (!asked.Task.IsCompleted)
            {
                var accepting = listener.AcceptTcpClientAsync();
                if (await Task.WhenAny(accepting, asked.Task) != accepting) break;
                clients.Add(await accepting);
                _ = ServeAsync(clients[^1].GetStream(), asked);
            }
            await asked.Task;
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    private static async Task ServeAsync(NetworkStream stream, TaskCompletionSource asked)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
            {
                var line = Encoding.ASCII.GetString(buffer, 0, read);
                if (line.StartsWith("GET", StringComparison.Ordinal)
                    && line.Contains("/runtime/invocation/next", StringComparison.Ordinal))
                {
                    asked.TrySetResult();
                }
                if (line.Contains("/init/error", StringComparison.Ordinal))
                {
                    asked.TrySetException(new InvalidOperationException($"The function did not start: {line}"));
                }
                // As in Lambda, the extension is registered; what it asks then has no answer.
                if (line.Contains("/extension/register", StringComparison.Ordinal)) await stream.WriteAsync(Registered);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The program was ended.
        }
    }
}
