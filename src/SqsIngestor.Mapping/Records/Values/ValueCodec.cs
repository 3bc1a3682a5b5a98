using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>Writes a value as a field, tag included. After an error the caller sets the writer back.</summary>
internal abstract class ValueCodec
{
    public abstract RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer);
}
