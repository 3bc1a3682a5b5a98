using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>An unwrap whose envelope is JSON and which gives the documents itself, so it is the last step.</summary>
internal abstract class EnvelopeDecoder(DocumentContext context) : DocumentDecoder(context)
{
    // An envelope can be a few levels around its documents, and write each level of them as two.
    private readonly int _maxDepth = (2 * context.MaxDepth) + 16;

    /// <summary>Where the text that the reader has starts in the payload: after a byte order mark.</summary>
    protected int Shift { get; private set; }

    protected override RecordErrorCode Write(PayloadBuffer payload) => WriteText(payload.Written);

    /// <summary>Writes the documents of an envelope.</summary>
    protected RecordErrorCode WriteText(ReadOnlySpan<byte> text)
    {
        Shift = text.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
        text = text[Shift..];
        var json = new JsonCopier(text, _maxDepth, Output);
        try
        {
            json.Read();
            var code = Write(text, ref json);
            if (code != RecordErrorCode.None) return code;
            json.Finish();
            return Count > 0 ? RecordErrorCode.None : Wrong("no record");
        }
        catch (JsonException e)
        {
            if (JsonDepth.Exceeds(text, _maxDepth)) return RecordErrorCode.BodyDepth;
            return Wrong(string.Create(
                CultureInfo.InvariantCulture, $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"));
        }
    }

    /// <summary>Writes the documents of an envelope. The reader is at its first token, and afterwards at its last.</summary>
    protected abstract RecordErrorCode Write(ReadOnlySpan<byte> text, ref JsonCopier json);

    /// <summary>The payload is JSON, but not the envelope.</summary>
    protected RecordErrorCode NotEnvelope(string problem) => Wrong(problem, RecordErrorCode.EnvelopeShape);
}
