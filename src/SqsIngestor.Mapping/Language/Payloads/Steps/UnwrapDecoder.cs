using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>unwrap</c>: removes an envelope and keeps it for the paths below <c>$.envelope</c>.</summary>
/// <param name="envelope">The envelope to remove.</param>
/// <param name="document">Receives the envelope.</param>
/// <param name="memory">What a message may take.</param>
/// <param name="auto">A payload of another shape stays as it is; otherwise it is an error.</param>
internal class UnwrapDecoder(Envelope envelope, PayloadDocument document, WorkMemory memory, bool auto) : PayloadDecoder(memory)
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        if (auto && payload.Written.IndexOf(envelope.Marker) < 0) return RecordErrorCode.None;
        var code = document.Parse(payload.Bytes, 0, payload.Length);
        if (code == RecordErrorCode.None && !envelope.Matches(document)) code = RecordErrorCode.EnvelopeShape;
        if (code != RecordErrorCode.None)
        {
            document.Clear();
            return auto ? RecordErrorCode.None : code;
        }
        Output.Length = 0;
        code = envelope.TryWriteContents(document, Output);
        if (code == RecordErrorCode.None) payload = Output;
        return code;
    }
}
