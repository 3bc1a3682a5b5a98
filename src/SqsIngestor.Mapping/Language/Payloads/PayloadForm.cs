namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What a payload is after its last step.</summary>
internal enum PayloadForm : byte
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A JSON document in each line.</summary>
    JsonLines,

    /// <summary>A protobuf message, read as the JSON document that ProtoJSON gives it.</summary>
    Protobuf,

    /// <summary>Text with nothing below it.</summary>
    Text,

    /// <summary>Bytes with nothing below them.</summary>
    Bytes,
}
