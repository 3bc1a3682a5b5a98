using System.Text;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// The values of <c>$.meta</c> that belong to the invocation. Read once per invocation, so that all its rows agree.
/// </summary>
public sealed record InvocationContext
{
    /// <summary>The invocation's clock, read once.</summary>
    public required DateTimeOffset IngestTime { get; init; }

    /// <summary>Lambda's id of the invocation. Default empty: <c>$.meta.requestId</c> is then missing.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The function's name. Default empty: missing.</summary>
    public string FunctionName { get; init; } = "";

    /// <summary>The function's version. Default empty: missing.</summary>
    public string FunctionVersion { get; init; } = "";

    /// <summary>The function's region. Default empty: missing.</summary>
    public string Region { get; init; } = "";

    /// <summary>Messages in the event. Default 0, for a caller that does not count them.</summary>
    public int BatchSize { get; init; }

    /// <summary>
    /// SHA-256 of the configuration, the mapping and the files that it uses, in hexadecimal digits. Default empty: missing.
    /// </summary>
    public string ConfigSha256 { get; init; } = "";

    /// <summary>Microseconds from the epoch to <see cref="IngestTime"/>; digits past the microsecond are cut.</summary>
    internal long IngestMicroseconds => (IngestTime.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The texts as UTF-8, in the order of <c>MetaTextSource.Names</c>.</summary>
    internal byte[][] ToTexts() =>
        [
            Encoding.UTF8.GetBytes(RequestId), Encoding.UTF8.GetBytes(FunctionName), Encoding.UTF8.GetBytes(FunctionVersion),
            Encoding.UTF8.GetBytes(Region), Encoding.UTF8.GetBytes(ConfigSha256)];
}
