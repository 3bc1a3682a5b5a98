using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Every log event of the emulator, for the reference page and the tests.</summary>
internal static class IngestLogEvents
{
    /// <summary>The rows, by id.</summary>
    public static IReadOnlyList<LogEvent> All { get; } =
    [
        new(4001, "IngestStreamOpened", LogLevel.Information, "The local server opened a stream to a table.", "Nothing."),
        new(4002, "IngestStreamClosed", LogLevel.Information, "The client closed its stream to a table.", "Nothing."),
        new(4003, "IngestStreamRefused", LogLevel.Warning,
            "The local server refused to open a stream. The line has the gRPC status and the reason.",
            "See the reason.", "zerobus-errors"),
        new(4004, "IngestStreamEnded", LogLevel.Warning,
            "The local server ended an open stream. The line has the gRPC status and the reason.",
            "Nothing if you requested this fault. Otherwise see the reason.", "zerobus-errors"),
        new(4005, "InsertRefused", LogLevel.Warning,
            "The local server refused a REST insert. The line has the HTTP status and the reason.", "See the reason."),
        new(4006, "ConnectionRefused", LogLevel.Warning,
            "A client spoke another protocol than HTTP to the local endpoint of Zerobus, or used TLS or clear text where the "
                + "endpoint does the opposite.",
            "Connect with a client of Zerobus, to the URL that serve prints."),
        new(4007, "RequestNotServed", LogLevel.Warning,
            "A client asked the local server for something that it does not serve, such as OTLP or Arrow Flight.",
            "Use what the answer to the client names."),
    ];
}
