using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// Coerces a value to one protobuf scalar and writes it without its tag. Rules are ProtoJSON's. After an error, the caller resets
/// the position of the writer, so half a value is never written.
/// </summary>
internal abstract class ScalarCodec
{
    public abstract RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer);

    /// <summary>
    /// Writes the value of a string that has escapes. Numbers and times rarely have any, so their codecs read the text directly
    /// and call this for the rest.
    /// </summary>
    protected RecordErrorCode TryWriteUnescaped(in SourceValue value, RecordWriter writer)
    {
        var room = value.Text.Length <= 256 ? stackalloc byte[256] : writer.Arrays.Text(value.Text.Length);
        return JsonText.TryUnescape(value.Text, room, out var length)
            ? TryWrite(SourceValue.FromText(room[..length]), writer)
            : RecordErrorCode.TextEncoding;
    }
}
