namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>Which JSON a message becomes. ProtoJSON gives some well-known types a form of their own.</summary>
internal enum ProtobufShape : byte
{
    /// <summary>An object.</summary>
    Message,

    /// <summary>RFC 3339 text in UTC.</summary>
    Timestamp,

    /// <summary>Seconds as text, with an s at the end.</summary>
    Duration,

    /// <summary>The value of the message's only field, set or not: wrappers, Struct, ListValue.</summary>
    OnlyField,

    /// <summary>The value of the field that is set.</summary>
    Value,
}
