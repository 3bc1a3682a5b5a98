namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>One value of a field on the wire.</summary>
/// <param name="Start">Where its contents start in the source.</param>
/// <param name="Length">Bytes of its contents.</param>
/// <param name="IsPacked">It holds several elements.</param>
/// <param name="Next">The field's next one in the message; -1 after the last.</param>
internal readonly record struct ProtobufOccurrence(int Start, int Length, bool IsPacked, int Next);
