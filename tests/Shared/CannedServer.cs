using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// Gives every request on a loopback port the same answer, and keeps what was asked. A web server, or a proxy that refuses.
/// </summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly byte[] _answer;
    private readonly Task _serving;
    private readonly List<string> _requests = [];

    private CannedServer(string answer)
    {
        _answer = Encoding.UTF8.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>The first line of each request.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>Answers with a body.</summary>
    public static CannedServer Answering(int status, string body, string mediaType = "application/json", string headers = "") =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} Canned\r\nContent-Type: {mediaType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                + $"{headers}Connection: close\r\n\r\n{body}"));

    /// <summary>A proxy that lets nothing through.</summary>
    public static CannedServer Proxy() => Answering(502, "");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // A listener that has stopped refuses the next call of the loop in a way of its own.
        await _serving;
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, false, 1, leaveOpen: true);
            if (await reader.ReadLineAsync(_stopping.Token) is not { } first) return;
            lock (_requests) _requests.Add(first);
            var body = 0;
            while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } header)
            {
                if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    body = int.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }

            // With nothing to read, it would wait for more.
            if (body > 0) await reader.ReadBlockAsync(new char[body], _stopping.Token);
            await stream.WriteAsync(_answer, _stopping.Token);
        }
        catch (IOException)
        {
            // The client went away.
        }
    }
}
