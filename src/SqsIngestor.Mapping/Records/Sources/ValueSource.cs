using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>Where a column's value comes from, with everything decided that can be decided before a message is there.</summary>
internal abstract class ValueSource
{
    /// <summary>JSON pointer to the value in the source document; empty when the value is not of the message.</summary>
    public virtual string PointerIn(EncodeContext context) => "";

    public abstract SourceValue Read(EncodeContext context);

    /// <summary>The value before anything was done to it, for the rescued column.</summary>
    public virtual SourceValue ReadOriginal(EncodeContext context) => Read(context);
}
