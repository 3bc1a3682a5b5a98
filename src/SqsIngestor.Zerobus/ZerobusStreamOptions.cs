namespace SqsIngestor.Zerobus;

/// <summary>What one stream writes, and where.</summary>
public sealed record ZerobusStreamOptions
{
    /// <summary>The table.</summary>
    public required TableName Table { get; init; }

    /// <summary>The encoding of the records. Default <see cref="RecordType.Proto"/>.</summary>
    public RecordType RecordType { get; init; } = RecordType.Proto;

    /// <summary>
    /// One serialized message-level <c>google.protobuf.DescriptorProto</c>. Required for PROTO, ignored for JSON. It must be
    /// self-contained: every message and enum that it refers to is nested in it.
    /// </summary>
    public ReadOnlyMemory<byte> DescriptorProto { get; init; }

    /// <summary>
    /// Called in offset order whenever the settled offset moves, from one thread at a time. It must be quick and must not
    /// throw; what it throws is logged and ignored. Default none.
    /// </summary>
    public Action<AckEvent>? OnAck { get; init; }
}
