using System.Net;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus;

/// <summary>Settings of a client: the endpoint, the limits and the times. All except the endpoint have defaults.</summary>
public sealed record ZerobusClientOptions
{
    /// <summary>
    /// The Zerobus endpoint, <c>https://&lt;workspace-id&gt;.zerobus.&lt;region&gt;.cloud.databricks.com</c>;
    /// <see cref="ZerobusEndpoint.Parse"/> reads one from text. <c>http</c> speaks clear-text HTTP/2, for an emulator.
    /// </summary>
    public required Uri Endpoint { get; init; }

    /// <summary>
    /// The most writes (a batch is one) that a stream holds unacked; a write beyond waits. Default 50,000, at least 1.
    /// </summary>
    public int MaxInFlightRequests { get; init; } = 50_000;

    /// <summary>
    /// The most record bytes that a stream holds unacked; a write beyond waits. Default 64 MiB, at least 1. A single write
    /// larger than this is refused.
    /// </summary>
    public long MaxInFlightBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// The most memory, in bytes, that all streams of the client hold together for unacked writes; a write beyond waits. Counted
    /// in pieces of 256 KiB. Half of it is divided evenly between the streams, so that none takes the room of another; the other
    /// half goes to those who ask first; see <see cref="ExpectedStreams"/>. A single write larger
    /// than half of it is refused. What a stream that has failed keeps for <see cref="ZerobusStream.GetUnacked"/> does not count.
    /// Default null: no common bound; otherwise at least 1 MiB.
    /// </summary>
    public long? MaxTotalInFlightBytes { get; init; }

    /// <summary>
    /// How many streams you expect to have open, usually one for each table; at least 1. Half of
    /// <see cref="MaxTotalInFlightBytes"/> is divided by this number, or by the number of open streams if that is larger. So a
    /// stream that opens late, or replaces one that failed, finds its part. Default 1. Set
    /// <see cref="ZerobusClient.ExpectedStreams"/> to change it later.
    /// </summary>
    public int ExpectedStreams { get; init; } = 1;

    /// <summary>Bound of one attempt to open a stream, the token included. Default 15 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts of <see cref="ZerobusClient.OpenStreamAsync"/> before it gives up. Default 5, at least 1.</summary>
    public int OpenAttempts { get; init; } = 5;

    /// <summary>
    /// How many connections in a row may end without one ack before the stream fails with
    /// <see cref="ZerobusErrorCode.NoProgress"/>. Default 8, which covers an outage of about 25 s with the default pauses; at
    /// least 1.
    /// </summary>
    public int ReopensWithoutProgress { get; init; } = 8;

    /// <summary>
    /// The pause before the second attempt; it doubles per attempt, and each is shortened by a random part of up to a half.
    /// The first attempt after progress does not wait. Default 250 ms.
    /// </summary>
    public TimeSpan BackoffInitial { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between attempts. Default 10 s.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the oldest unacked write may wait for an ack, or for any progress, before the client reconnects.
    /// Default 60 s. Set <see cref="ZerobusClient.AckTimeout"/> to change it later.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bound of <see cref="ZerobusStream.FlushAsync"/> and of a graceful close. Default 300 s.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long the client keeps reading acks after the service asked it to leave; a shorter limit of the service overrides it.
    /// Default: no limit.
    /// </summary>
    public TimeSpan CloseSignalMaxWait { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long the client reads late acks of a connection that it has left. Default 500 ms.</summary>
    public TimeSpan LateAckWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Within this time after a frozen process goes on, a connection that died meanwhile is found dead and replaced. The old
    /// connection gets half of it to answer an HTTP/2 PING or to show an ack, and the same time once more if the process stands
    /// still again meanwhile. Default 2 s.
    /// </summary>
    public TimeSpan FreezeRecovery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A silence, or a stop of this process, after which the client asks the connection whether it still works, with an HTTP/2
    /// PING with the next write. Without an answer within half of <see cref="FreezeRecovery"/> the client reconnects; with one,
    /// acks have the whole <see cref="AckTimeout"/>. Default 2 s.
    /// </summary>
    public TimeSpan SuspectAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After a silence of this length, the next write opens a new connection at once, without trying the old one. Default 5
    /// minutes: common NAT gateways forget a silent connection after 350 s.
    /// </summary>
    public TimeSpan DiscardAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most opens per table within any minute, for any reason; at least 2. Two fifths of them may follow each other at
    /// once, further ones wait. Default 100: the service calls more misuse.
    /// </summary>
    public int OpensPerMinute { get; init; } = 100;

    /// <summary>
    /// How many HTTP/2 connections all streams of the client share, 1 to 64. Default 0: each stream has its own, which is the
    /// right choice for all but many streams with little traffic. Streams on one connection share its TCP window, one lost packet
    /// or one stalled reader of the service delays all of them, and the end of the connection reopens all of them. If the service
    /// allows fewer streams on a connection than needed, the client makes more connections. A stream that loses two of them in
    /// a row without progress gets its own until that ends as planned, because a record of the stream may be the cause.
    /// </summary>
    public int SharedConnections { get; init; }

    /// <summary>
    /// An HTTP proxy for the connection, <c>http</c> or <c>https</c>, with user and password if it wants them; null (default)
    /// follows the environment, see <see cref="UseEnvironmentProxy"/>. Clear-text endpoints never go through a proxy.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// Whether the environment names the proxy. Default true. Does not concern <see cref="OAuthTokenProvider"/>, which has a
    /// handler of its own. The first set of grpc_proxy, https_proxy, http_proxy and all_proxy counts, each in lower case or else
    /// in upper case. A value that is not a usable proxy fails with <see cref="ZerobusErrorCode.ProxyInvalid"/>. No proxy is used
    /// for hosts that no_grpc_proxy or else no_proxy names, for loopback addresses and for clear-text endpoints.
    /// </summary>
    public bool UseEnvironmentProxy { get; init; } = true;

    /// <summary>
    /// A PEM file of certificate authorities to trust instead of the system's. Default null: the system's roots, which
    /// on Linux SSL_CERT_FILE and SSL_CERT_DIR replace.
    /// </summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Features that are in development or Beta. Default: none.</summary>
    public ZerobusPreviewOptions Preview { get; init; } = new();

    /// <summary>
    /// Receives the statistics of each request, each open and each reopen. Default null: none, which costs nothing.
    /// </summary>
    public IZerobusStatistics? Statistics { get; init; }

    /// <summary>What has become of <see cref="AckTimeout"/>; null if no client has the options.</summary>
    internal AckLimit? AckLimit { get; init; }

    /// <summary>The bytes that one write may have.</summary>
    internal long MaxWriteBytes => Math.Min(MaxInFlightBytes, MaxTotalInFlightBytes / 2 ?? long.MaxValue);

    /// <summary>The addresses of a name; null asks the system. For tests.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>>? Resolver { get; init; }

    /// <summary>
    /// The program that uses the client, for the service's records: <c>name</c> or <c>name/version</c>, each of letters, digits
    /// and <c>!#$%&amp;'*+-.^_`|~</c>. It follows the client's own name and version in the user agent. Default null: none.
    /// </summary>
    public string? ApplicationName { get; init; }

    /// <summary>
    /// Makes the transport of a connection, below TLS: a Unix domain socket, a pipe in memory, a tunnel. With an https endpoint
    /// the client speaks TLS over it, and checks the certificate for the endpoint's host. The client calls it once for each
    /// connection, several calls can run at the same time, and it disposes the streams. A stream must be new, and its
    /// <see cref="Stream.Dispose()"/> must end reads and writes that wait. What the call throws fails the attempt with
    /// <see cref="ZerobusErrorCode.ConnectionFailed"/>, with the message of the exception. Neither proxies nor
    /// <see cref="UseEnvironmentProxy"/> are used with it, and <see cref="Proxy"/> must be null. Default null: the client
    /// connects by TCP.
    /// </summary>
    public Func<ZerobusConnectionContext, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>What the client says of itself to the service.</summary>
    internal string UserAgent =>
        ApplicationName is { } application ? $"{ClientName} {application}" : ClientName;

    private static string ClientName { get; } = $"SqsIngestor.Zerobus/{ProductVersion.Number}";
}
