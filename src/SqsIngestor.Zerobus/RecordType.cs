namespace SqsIngestor.Zerobus;

/// <summary>How the records of a stream are encoded. One stream carries one kind only.</summary>
public enum RecordType
{
    /// <summary>Protobuf wire bytes of the message that the stream's descriptor describes. The service's default.</summary>
    Proto = 1,

    /// <summary>One JSON object in UTF-8 per record; the service parses it against the table.</summary>
    Json = 2,
}
