using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>
/// An unwrap of records, each a document: those of <c>Records</c>, as Lambda functions get them; those of an array; or one alone,
/// as EventBridge Pipes sends it.
/// </summary>
internal abstract class RecordsDecoder(DocumentContext context) : EnvelopeDecoder(context)
{
    // Where each record is in the payload.
    private readonly WorkArray<(int Start, int End)> _places = new(context.Memory);

    public override Range Raw(ReadOnlySpan<byte> payload, int index) =>
        _places.Items[index].Start.._places.Items[index].End;

    protected override RecordErrorCode Write(ReadOnlySpan<byte> text, ref JsonCopier json)
    {
        if (json.Token == JsonTokenType.StartArray) return WriteRecords(ref json);
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope("neither an object nor an array");
        if (text.IndexOf("\"Records\""u8) < 0 && text.IndexOf("\"records\""u8) < 0) return WriteRecord(ref json);
        var alone = json;
        var hasRecords = false;
        while (json.NextMember())
        {
            var isRecords = json.Is("Records"u8) || json.Is("records"u8);
            json.Read();
            if (!isRecords)
            {
                json.Skip();
                continue;
            }
            if (hasRecords) return NotEnvelope("Records occurs twice");
            if (json.Token != JsonTokenType.StartArray) return NotEnvelope("Records is not an array");
            hasRecords = true;
            if (WriteRecords(ref json) is var code and not RecordErrorCode.None) return code;
        }
        if (hasRecords) return RecordErrorCode.None;
        json = alone;
        return WriteRecord(ref json);
    }

    /// <summary>
    /// Writes the document of a record. The reader is at the start of the object, and afterwards at its end.
    /// </summary>
    protected abstract RecordErrorCode WriteDocument(ref JsonCopier json);

    /// <summary>What is wrong with the record that is read.</summary>
    protected string InRecord(string problem) => string.Create(CultureInfo.InvariantCulture, $"record {Count + 1} {problem}");

    private RecordErrorCode WriteRecords(ref JsonCopier json)
    {
        while (json.NextElement())
        {
            if (WriteRecord(ref json) is var code and not RecordErrorCode.None) return code;
        }
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteRecord(ref JsonCopier json)
    {
        if (json.Token != JsonTokenType.StartObject) return NotEnvelope(InRecord("is not an object"));
        var start = json.Start;
        if (WriteDocument(ref json) is var code and not RecordErrorCode.None) return code;
        if (IsFull) return RecordErrorCode.BodySize;
        _places.Ensure(Count + 1L, Count);
        _places.Items[Count] = (start + Shift, json.End + Shift);
        EndDocument();
        return RecordErrorCode.None;
    }
}
