using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The source of a column's value, with everything decided that does not depend on the message.</summary>
internal abstract class ValueSource
{
    /// <summary>JSON pointer to the value in the source document; empty if the value does not come from the message.</summary>
    public virtual string PointerIn(EncodeContext context) => "";

    public abstract SourceValue Read(EncodeContext context);

    /// <summary>The value before any transform, for the rescued column.</summary>
    public virtual SourceValue ReadOriginal(EncodeContext context) => Read(context);
}
