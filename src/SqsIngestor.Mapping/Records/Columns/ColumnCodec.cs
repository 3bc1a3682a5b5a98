using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Columns;

/// <summary>One column, or one mapped field below it: its source, its wire form and its policies, all decided.</summary>
/// <param name="name">With dots into nested fields.</param>
internal abstract class ColumnCodec(string name)
{
    public string Name => name;

    public abstract EncodeStatus Write(EncodeContext context, RecordWriter writer);
}
