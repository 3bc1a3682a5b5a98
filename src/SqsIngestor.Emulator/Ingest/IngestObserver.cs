using System.Globalization;
using System.Text;
using Grpc.Core;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>
/// Sees what happens on the streams of a <see cref="LocalDatabricks"/>, and may refuse, delay or end it. The default does
/// nothing. For one stream, the calls of each member come in the order of the offsets, <see cref="OpeningAsync"/> and
/// <see cref="Opened"/> before and <see cref="Ended"/> after all others. Different members, such as <see cref="Received"/> and
/// <see cref="Acked"/>, and different streams are called at the same time, on threads of the server. The members must not block
/// and must not throw; a task that is cancelled may end so.
/// </summary>
public abstract class IngestObserver
{
    /// <summary>A client asks for a stream. Called when the metadata is accepted, before the stream is open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <returns>
    /// The status that refuses the stream, or null. A task that does not complete leaves the client without an answer.
    /// </returns>
    public virtual Task<Status?> OpeningAsync(IngestCall stream, CancellationToken cancellationToken) =>
        Task.FromResult<Status?>(null);

    /// <summary>The stream is open. The client learns it after this.</summary>
    public virtual void Opened(IngestCall stream)
    {
    }

    /// <summary>The service has read a request whose records are valid. They are not committed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="offset">The wire offset.</param>
    /// <param name="rows">The records, with their values in the order of the columns of <see cref="IngestCall.Schema"/>.
    /// <see cref="TextOf"/> reads a text.</param>
    /// <returns>How the request ends the stream, or null if it is accepted.</returns>
    public virtual StreamEnd? Received(IngestCall stream, long offset, IReadOnlyList<object?[]> rows) => null;

    /// <summary>A request is committed: its rows are durable. Called before its ack is sent.</summary>
    public virtual void Committed(IngestCall stream, long offset)
    {
    }

    /// <summary>An ack is due. It is sent when the task completes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="offset">The wire offset up to which it acks.</param>
    /// <param name="cancellationToken">Cancelled when the stream has ended.</param>
    public virtual Task AckingAsync(IngestCall stream, long offset, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>An ack was handed to the connection.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="offset">The wire offset up to which it acks.</param>
    public virtual void Acked(IngestCall stream, long offset)
    {
    }

    /// <summary>The text of a value of a STRING column, or of a number; empty for NULL.</summary>
    protected static string TextOf(object? value) => value switch
    {
        ReadOnlyMemory<byte> utf8 => Encoding.UTF8.GetString(utf8.Span),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A stream has ended, or was refused.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="status">Its status; OK if the client has left or has gone.</param>
    public virtual void Ended(IngestCall stream, StatusCode status)
    {
    }
}

/// <summary>A call of a client: one stream, from the request for it to its end. Two calls are never equal.</summary>
/// <param name="Number">Another one for each call, from 1.</param>
/// <param name="Peer">The client's address, for instance <c>ipv4:127.0.0.1:50123</c>.</param>
/// <param name="Table">The table.</param>
public sealed record IngestCall(long Number, string Peer, TableName Table)
{
    /// <summary>The table as it was when the stream opened; null before.</summary>
    public CatalogTable? Schema { get; internal set; }
}

/// <summary>How a request ends its stream. The request is not committed.</summary>
/// <param name="Status">The status.</param>
/// <param name="IsAtOnce">
/// Whether the stream ends without the acks that are due. Otherwise the requests before this one are committed and acked first.
/// </param>
public sealed record StreamEnd(Status Status, bool IsAtOnce = false);
