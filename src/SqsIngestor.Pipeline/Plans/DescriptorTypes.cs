using System.Diagnostics;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records.Limits;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>
/// The Delta types that a descriptor set has in comments, as <c>schema pull</c> writes them, for the mapping. It is the one list
/// of what each type takes.
/// </summary>
public static class DescriptorTypes
{
    // 0001-01-01 to 9999-12-31, the dates and times of Delta.
    private const int FirstDay = -719_162;
    private const int LastDay = 2_932_896;
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Spark's parser of JSON reads no more.</summary>
    private const int MostVariantLevels = 1_000;

    /// <summary>The types of a message's columns. Fits <c>MappingCompilerOptions.Types</c>; any thread may call it.</summary>
    /// <param name="descriptorSet">The bytes of the set.</param>
    /// <param name="message">The full name of the message.</param>
    /// <returns>Null if the bytes are not a set with that message.</returns>
    public static TableTypes? Read(ReadOnlyMemory<byte> descriptorSet, string message)
    {
        return Table(descriptorSet, message, out var problems) is { } table
            ? new TableTypes(
                table.Columns.ToDictionary(column => column.Name, column => Of(column.Type, column.Nullable)),
                [.. problems.Select(problem => problem.Message)])
            : null;
    }

    /// <summary>The table of a message; null if the bytes are not a set with that message. Any thread may call it.</summary>
    /// <param name="descriptorSet">The bytes of the set.</param>
    /// <param name="message">The full name of the message.</param>
    public static CatalogTable? Table(ReadOnlyMemory<byte> descriptorSet, string message) =>
        Table(descriptorSet, message, out _);

    private static CatalogTable? Table(
        ReadOnlyMemory<byte> descriptorSet, string message, out IReadOnlyList<MessageTableException> problems)
    {
        problems = [];
        if (ProtoSet.TryParse(descriptorSet.Span) is not { } set) return null;
        try
        {
            return MessageTable.Read(set, message, out problems);
        }
        catch (MessageTableException)
        {
            return null;
        }
    }

    private static ColumnType Of(DeltaType type, bool nullable) => type switch
    {
        StructType structure =>
            new ColumnType { Fields = structure.Fields.ToDictionary(f => f.Name, f => Of(f.Type, f.Nullable)) },
        ArrayType array => Of(array.Element, nullable: true) with { NotNull = !nullable },
        MapType map => Of(map.Value, nullable: true) with { NotNull = !nullable, Key = Of(map.Key, nullable: true) },
        _ => new ColumnType { Name = type.ToString() ?? "", As = TypeMeaning.Of(type), Limit = Limit(type) },
    };

    private static ValueLimit? Limit(DeltaType type) => type switch
    {
        DecimalType number => new DecimalLimit(number.Precision, number.Scale),
        VarcharType text => new TextLimit(text.Length),
        CharType text => new TextLimit(text.Length),
        { Kind: DeltaKind.TinyInt } => new IntegerLimit(sbyte.MinValue, sbyte.MaxValue, RecordErrorCode.NumberRange),
        { Kind: DeltaKind.SmallInt } => new IntegerLimit(short.MinValue, short.MaxValue, RecordErrorCode.NumberRange),
        { Kind: DeltaKind.Date } => new IntegerLimit(FirstDay, LastDay, RecordErrorCode.TimeRange),
        { Kind: DeltaKind.Timestamp or DeltaKind.TimestampNtz } =>
            new IntegerLimit(
                FirstDay * MicrosecondsPerDay, (LastDay + 1) * MicrosecondsPerDay - 1, RecordErrorCode.TimeRange),
        { Kind: DeltaKind.Variant } => new JsonLimit(MostVariantLevels),
        // These hold whatever their protobuf types hold, or have none.
        {
            Kind: DeltaKind.Boolean or DeltaKind.Int or DeltaKind.BigInt or DeltaKind.Float or DeltaKind.Double
                or DeltaKind.String or DeltaKind.Binary
        } => null,
        _ => throw new UnreachableException(),
    };
}
