namespace SqsIngestor.Zerobus;

/// <summary>The options of one stream: its table and the records that it writes.</summary>
public sealed record ZerobusStreamOptions
{
    /// <summary>The table to write to.</summary>
    public required ZerobusTableName Table { get; init; }

    /// <summary>The encoding of the records. Default <see cref="RecordType.Proto"/>.</summary>
    public RecordType RecordType { get; init; } = RecordType.Proto;

    /// <summary>
    /// One serialized message-level <c>google.protobuf.DescriptorProto</c>. Required for PROTO, ignored for JSON. It must be
    /// self-contained: every message and enum that it refers to is nested in it.
    /// </summary>
    public ReadOnlyMemory<byte> DescriptorProto { get; init; }

    /// <summary>
    /// Whether <see cref="ZerobusStream.GetUnacked"/> has what was not acked after the stream has failed. Default true. False
    /// gives the memory back at once. Either way it no longer counts for
    /// <see cref="ZerobusClientOptions.MaxTotalInFlightBytes"/>.
    /// </summary>
    public bool KeepUnacked { get; init; } = true;

    /// <summary>
    /// Called in offset order whenever the settled offset moves, from one thread at a time. It must be quick and must not throw;
    /// exceptions are logged and ignored. Default none.
    /// </summary>
    public Action<AckEvent>? OnAck { get; init; }
}

/// <summary>How the records of a stream are encoded. A stream has one encoding.</summary>
public enum RecordType
{
    /// <summary>Protobuf wire bytes of the message that the stream's descriptor describes. The service's default.</summary>
    Proto = 1,

    /// <summary>One JSON object in UTF-8 per record; the service parses it against the table.</summary>
    Json = 2,
}
