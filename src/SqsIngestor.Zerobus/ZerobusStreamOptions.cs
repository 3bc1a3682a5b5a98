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
    /// The Avro schema of the records, as JSON. Required for <see cref="RecordType.Avro"/>, ignored otherwise. The service
    /// checks it.
    /// </summary>
    public string AvroSchema { get; init; } = "";

    /// <summary>
    /// Makes it a persistent stream, which needs <see cref="ZerobusPreviewOptions.PersistentStreams"/>. Default null: a stream
    /// that delivers at least once.
    /// </summary>
    public PersistentStreamOptions? Persistent { get; init; }

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

    /// <summary>
    /// Avro binary of one datum per record, by the stream's <see cref="ZerobusStreamOptions.AvroSchema"/>. A Beta of the service,
    /// so <see cref="ZerobusPreviewOptions.Avro"/> must be on.
    /// </summary>
    Avro = 4,
}
