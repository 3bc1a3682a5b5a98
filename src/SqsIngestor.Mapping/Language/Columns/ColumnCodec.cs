using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>One column, or one mapped field below it: its source, its wire form and its policies, all decided.</summary>
/// <param name="name">With dots into nested fields.</param>
internal abstract class ColumnCodec(string name)
{
    public string Name => name;

    /// <summary>For those who look into the plan; null for what the compiler adds by itself.</summary>
    public ColumnDescription? Description { get; set; }

    /// <summary>The columns that this one writes its parts with.</summary>
    public virtual IReadOnlyList<ColumnCodec> Inner => [];

    /// <summary>What it reads; null when it has no source.</summary>
    public virtual ValueSource? Source => null;

    /// <summary>What happens without a usable value; null where that cannot happen.</summary>
    public virtual ColumnPolicies? Policies => null;

    /// <summary>The same column with all its parts, each seen through <paramref name="wrap"/>.</summary>
    public virtual ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) => wrap(this);

    public abstract EncodeStatus Write(EncodeContext context, RecordWriter writer);
}

/// <summary>What a column is, for those who look into a plan; encoding does not read it.</summary>
/// <param name="Field">What it fills.</param>
/// <param name="Body">As the mapping file has it.</param>
internal sealed record ColumnDescription(FieldDescriptor Field, ColumnBody Body)
{
    /// <summary>The meaning that the descriptor cannot carry; null where the mapping gives none.</summary>
    public string? As => Body.Options.As?.Value ?? (Body.Source is RescuedSourceSyntax ? "variant" : null);
}
