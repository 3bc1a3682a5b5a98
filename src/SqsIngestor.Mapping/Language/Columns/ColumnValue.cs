using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A column's value with everything decided.</summary>
/// <param name="Source">Reads and transforms it.</param>
/// <param name="Codec">Coerces and writes it.</param>
internal sealed record ColumnValue(ValueSource Source, ValueCodec Codec);
