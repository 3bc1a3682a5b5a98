namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What a payload is between two steps.</summary>
internal enum PayloadState : byte
{
    /// <summary>A message's body always is.</summary>
    Text,
    Bytes,
}
