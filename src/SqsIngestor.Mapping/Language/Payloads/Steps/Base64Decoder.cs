using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>base64</c> and <c>base64url</c>: bytes from <see cref="Base64Text"/>.</summary>
internal sealed class Base64Decoder(WorkMemory memory) : PayloadDecoder(memory)
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        Output.Length = 0;
        if (!Base64Text.TryRead(payload.Written, out var base64)) return RecordErrorCode.Base64;
        if (!base64.TryDecode(Output.Reserve(base64.Size)[..base64.Size])) return RecordErrorCode.Base64;
        Output.Length = base64.Size;
        payload = Output;
        return RecordErrorCode.None;
    }
}
