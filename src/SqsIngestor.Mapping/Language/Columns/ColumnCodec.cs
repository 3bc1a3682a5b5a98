using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>One column, or one mapped field below it: its source, its wire form and its policies, all decided.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
internal abstract class ColumnCodec(string name)
{
    public string Name => name;

    /// <summary>The description; null for columns that the compiler adds.</summary>
    public ColumnDescription? Description { get; set; }

    /// <summary>The columns that write the parts of this one.</summary>
    public virtual IReadOnlyList<ColumnCodec> Inner => [];

    /// <summary>The source that it reads; null for none.</summary>
    public virtual ValueSource? Source => null;

    /// <summary>The policies for a value that is not usable; null if that cannot happen.</summary>
    public virtual ColumnPolicies? Policies => null;

    /// <summary>JSON null is a value of the column, and not the absence of one.</summary>
    public virtual bool TakesNull => false;

    /// <summary>The same column, with each of its parts wrapped by <paramref name="wrap"/>.</summary>
    public virtual ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) => wrap(this);

    public abstract EncodeStatus Write(EncodeContext context, RecordWriter writer);
}

/// <summary>Describes a column for <c>explain</c> and <c>check</c>; the encoder does not use it.</summary>
/// <param name="Field">The field that it fills.</param>
/// <param name="Body">The column as written in the mapping file.</param>
internal sealed record ColumnDescription(FieldDescriptor Field, ColumnBody Body)
{
    /// <summary>The meaning that the descriptor cannot carry; null for none.</summary>
    public string? As => Body.Options.As?.Value ?? (Body.Source is RescuedSourceSyntax ? MeaningCatalog.Variant.Word : null);
}
