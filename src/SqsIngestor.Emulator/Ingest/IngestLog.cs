using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The log events of the emulated Zerobus service. <see cref="IngestLogEvents"/> has a row for each.</summary>
internal static partial class IngestLog
{
    [LoggerMessage(4001, LogLevel.Information, "Opened a stream to {Table}.", EventName = "IngestStreamOpened")]
    public static partial void Opened(ILogger logger, string table);

    [LoggerMessage(4002, LogLevel.Information, "The client closed its stream to {Table}.", EventName = "IngestStreamClosed")]
    public static partial void Closed(ILogger logger, string table);

    [LoggerMessage(4003, LogLevel.Warning, "Refused a stream with {StatusCode}: {Detail}", EventName = "IngestStreamRefused")]
    public static partial void Refused(ILogger logger, StatusCode statusCode, string detail);

    [LoggerMessage(
        4004, LogLevel.Warning, "Ended the stream to {Table} with {StatusCode}: {Detail}", EventName = "IngestStreamEnded")]
    public static partial void Failed(ILogger logger, string table, StatusCode statusCode, string detail);

    [LoggerMessage(4005, LogLevel.Warning, "Refused an insert with HTTP {Status}: {Detail}", EventName = "InsertRefused")]
    public static partial void InsertRefused(ILogger logger, int status, string detail);

    [LoggerMessage(
        4006, LogLevel.Warning, "Closed a connection that speaks {Protocol}. {Advice}", EventName = "ConnectionRefused")]
    public static partial void ConnectionRefused(ILogger logger, string protocol, string advice);

    [LoggerMessage(4007, LogLevel.Warning, "A client asked for {What}.", EventName = "RequestNotServed")]
    public static partial void RequestNotServed(ILogger logger, string what);
}
