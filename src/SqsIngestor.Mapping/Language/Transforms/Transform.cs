using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Changes a value between its source and its column. Pure: the same value gives the same result.</summary>
internal abstract class Transform
{
    /// <summary>What it takes, in words, for a value of another kind.</summary>
    public abstract string Wanted { get; }

    /// <summary>Returns the changed value, or an error value with the record error's code.</summary>
    /// <param name="value">Present, not null and not an error: transforms do not receive the others.</param>
    /// <param name="scratch">Holds the result until the column is written.</param>
    public abstract SourceValue Apply(scoped in SourceValue value, TransformScratch scratch);

    /// <summary>The result has everything of an array or object.</summary>
    public virtual bool KeepsAll => true;

    /// <summary>The row has read what the result has of an array or object, when <see cref="KeepsAll"/>.</summary>
    public virtual void MarkRead(in SourceValue value) => value.Tape?.MarkRead(value.Node);
}

/// <summary>A transform of text: a string, a number or a bool as the source writes it, or bytes that are UTF-8.</summary>
internal abstract class TextTransform : Transform
{
    public sealed override string Wanted => ValueTypesText.Single;

    public sealed override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        var code = scratch.TryText(value, out var text);
        return code == RecordErrorCode.None ? Apply(text, scratch) : SourceValue.FromError(code);
    }

    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Holds the result until the column is written.</param>
    protected abstract SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch);
}

/// <summary>A transform of bytes, or of text as UTF-8.</summary>
internal abstract class BytesTransform : Transform
{
    public sealed override string Wanted => ValueTypesText.Single;

    public sealed override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        var code = scratch.TryBytes(value, out var bytes);
        return code == RecordErrorCode.None ? Apply(bytes, scratch) : SourceValue.FromError(code);
    }

    protected abstract SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch);
}
