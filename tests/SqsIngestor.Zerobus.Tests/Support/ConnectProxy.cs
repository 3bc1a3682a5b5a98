using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>An HTTP proxy that knows CONNECT and one way to be refused; with a certificate, an HTTPS proxy.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly string? _requiredAuthorization;
    private readonly X509Certificate2? _certificate;

    public ConnectProxy(string? user = null, string? password = null, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _requiredAuthorization = user is null ? null
            : "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{user}:{password}"));
        _listener.Start();
        Url = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>The first lines of the requests seen.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The requests seen, with their headers.</summary>
    public List<string> Heads { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // A listener that has stopped refuses the next call of the loop in a way of its own.
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
        _clients.ForEach(static c => c.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _clients.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            Stream near = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(near);
                await secure.AuthenticateAsServerAsync(_certificate);
                near = secure;
            }

            await ServeAsync(near);
        }
        catch (Exception e) when (
            e is IOException or SocketException or ObjectDisposedException or InvalidOperationException
                or AuthenticationException)
        {
            // The client went away.
        }
    }

    private async Task ServeAsync(Stream near)
    {
        while (true)
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await near.ReadAsync(one) == 0)
                    return;
                head.Append((char)one[0]);
            }

            var lines = head.ToString().Split("\r\n");
            lock (Requests)
            {
                Requests.Add(lines[0]);
                Heads.Add(head.ToString());
            }

            if (_requiredAuthorization is not null && !lines.Contains("Proxy-Authorization: " + _requiredAuthorization))
            {
                await near.WriteAsync(
                    ("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"u8
                        + "Content-Length: 0\r\n\r\n"u8).ToArray());
                continue;
            }

            var target = lines[0].Split(' ')[1].Split(':');
            using var far = new TcpClient();
            await far.ConnectAsync(target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture));
            await near.WriteAsync("HTTP/1.1 200 Go ahead\r\n\r\n"u8.ToArray());
            await Task.WhenAny(near.CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near));
            return;
        }
    }
}
