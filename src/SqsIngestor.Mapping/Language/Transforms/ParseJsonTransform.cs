using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>JSON inside text.</summary>
internal sealed class ParseJsonTransform : TextTransform
{
    /// <summary>Deepest nesting, as in a body.</summary>
    private const int MaxDepth = 64;

    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var start = scratch.Used;
        if (!scratch.TryAppend(text)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        try
        {
            var reader = new Utf8JsonReader(scratch.Bytes.AsSpan(start, text.Length), new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read()) return SourceValue.FromError(RecordErrorCode.JsonSyntax);
            var node = new JsonTapeReader(scratch.Tape, [], start).Read(ref reader, null, whole: true);
            // What follows the value must be white space; the reader throws at anything else.
            reader.Read();
            return SourceValue.FromTape(scratch.Tape, node);
        }
        catch (JsonException)
        {
            return SourceValue.FromError(RecordErrorCode.JsonSyntax);
        }
    }
}
