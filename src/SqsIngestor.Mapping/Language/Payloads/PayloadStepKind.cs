namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>One step on the way from a message's body to <c>$.body</c>.</summary>
internal enum PayloadStepKind : byte
{
    Text,
    Base64,
    Base64Url,
    Gzip,
    Deflate,
    Zlib,
    Brotli,
    Json,
    NdJson,
    Protobuf,
    UnwrapSns,
    UnwrapEventBridge,
}
