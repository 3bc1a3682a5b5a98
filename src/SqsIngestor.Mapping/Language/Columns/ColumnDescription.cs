using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>What a column is, for those who look into a plan; encoding does not read it.</summary>
/// <param name="Field">What it fills.</param>
/// <param name="Body">As the mapping file has it.</param>
internal sealed record ColumnDescription(FieldDescriptor Field, ColumnBody Body)
{
    /// <summary>The meaning that the descriptor cannot carry; null where the mapping gives none.</summary>
    public string? As => Body.Options.As?.Value ?? (Body.Source is RescuedSourceSyntax ? "variant" : null);
}
