using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Emulator.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(5101, LogLevel.Information, "stream to {Table} opened")]
    public static partial void Opened(ILogger logger, string table);

    [LoggerMessage(5102, LogLevel.Information, "stream to {Table} closed by the client")]
    public static partial void Closed(ILogger logger, string table);

    [LoggerMessage(5103, LogLevel.Warning, "stream refused with {StatusCode}: {Detail}")]
    public static partial void Refused(ILogger logger, StatusCode statusCode, string detail);

    [LoggerMessage(5104, LogLevel.Warning, "stream to {Table} ended with {StatusCode}: {Detail}")]
    public static partial void Failed(ILogger logger, string table, StatusCode statusCode, string detail);
}
