using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Ingest;

namespace SqsIngestor.Emulator;

/// <summary>How a <see cref="LocalDatabricks"/> behaves. Every value has a default.</summary>
public sealed record LocalDatabricksOptions
{
    /// <summary>The service principal's client id. Default a fixed one.</summary>
    public string ClientId { get; init; } = "local-service-principal";

    /// <summary>The service principal's secret. Default 32 random hexadecimal digits.</summary>
    public string ClientSecret { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>How long a token is valid. Default one hour, as in the service.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The least time from a request's arrival to its ack. Default zero: as soon as the row is committed. The service
    /// takes about 150 ms.
    /// </summary>
    public TimeSpan AckDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// The age at which the server signals that a stream will close. Default 15 minutes, as in the service;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public TimeSpan StreamLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the server continues after that signal. Default 60 seconds.</summary>
    public TimeSpan CloseNotice { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The DuckDB file of the rows; created if it does not exist. Default null: in memory.</summary>
    public string? DatabaseFile { get; init; }

    /// <summary>Whether rows are kept. False checks every record and keeps none. Default true.</summary>
    public bool StoreRows { get; init; } = true;

    /// <summary>
    /// Whether it serves persistent streams, which are in development at the service: PersistentStream and RetireStream. A stream
    /// lasts as long as the rows. Default false.
    /// </summary>
    public bool PersistentStreams { get; init; }

    /// <summary>The port of tokens and Unity Catalog. Default 0: any free one.</summary>
    public int WorkspacePort { get; init; }

    /// <summary>The port of Zerobus. Default 0: any free one.</summary>
    public int ZerobusPort { get; init; }

    /// <summary>The certificate, with its key, to serve both over TLS with. Default null: clear text.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Sees what happens on the streams, and may end or delay it. It gets decoded records even if <see cref="StoreRows"/> is
    /// false. Default null.
    /// </summary>
    public IngestObserver? Observer { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives the log lines. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
