using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// Coerces a value to one protobuf scalar and writes it without its tag. Rules are ProtoJSON's. Never writes half: after
/// an error the caller sets the writer back.
/// </summary>
internal abstract class ScalarCodec
{
    public abstract RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer);
}
