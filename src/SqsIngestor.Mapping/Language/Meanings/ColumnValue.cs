using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Sources.Readers;

namespace SqsIngestor.Mapping.Compilation.Values;

/// <summary>A column's value with everything decided.</summary>
/// <param name="Source">Reads and transforms it.</param>
/// <param name="Codec">Coerces and writes it.</param>
internal sealed record ColumnValue(ValueSource Source, ValueCodec Codec);
