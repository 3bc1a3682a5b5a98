using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>text</c>: bytes that must be well-formed UTF-8.</summary>
internal sealed class TextDecoder(WorkMemory memory) : PayloadDecoder(memory)
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload) =>
        JsonText.IsValidUtf8(payload.Written) ? RecordErrorCode.None : RecordErrorCode.TextEncoding;
}
