namespace SqsIngestor.Mapping.Records;

/// <summary>What an unwrap takes off.</summary>
internal enum EnvelopeKind : byte
{
    /// <summary>An Amazon SNS notification.</summary>
    Sns,

    /// <summary>An Amazon EventBridge event.</summary>
    EventBridge,
}
