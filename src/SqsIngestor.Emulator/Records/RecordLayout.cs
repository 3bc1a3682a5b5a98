using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>How a message becomes a row, or a nested message a STRUCT. Made once for each stream.</summary>
internal sealed class RecordLayout
{
    private readonly Dictionary<int, FieldLayout> _fields;

    internal RecordLayout(IReadOnlyList<StructField> columns, IReadOnlyDictionary<int, FieldLayout> fields, string prefix)
    {
        Columns = columns;
        Prefix = prefix;
        _fields = new Dictionary<int, FieldLayout>(fields);
        NeedsCompletion = columns.Any(column => !column.Nullable) || fields.Values.Any(field => field.Required || HasDemands(field));
    }

    public IReadOnlyList<StructField> Columns { get; }

    /// <summary>What stands before a column's name in error messages.</summary>
    public string Prefix { get; }

    public IEnumerable<FieldLayout> Fields => _fields.Values;

    /// <summary>Whether anything can be missing, here or deeper.</summary>
    public bool NeedsCompletion { get; }

    /// <summary>The layout for a descriptor that has passed the check against the table.</summary>
    public static RecordLayout For(DescriptorProto message, CatalogTable table)
    {
        var columns = table.Columns.Select(column => new StructField(column.Name, column.Type) { Nullable = column.Nullable }).ToList();
        return new RecordLayoutBuilder(message).Build(message, columns, "");
    }

    public FieldLayout? Find(int number) => _fields.GetValueOrDefault(number);

    private static bool HasDemands(FieldLayout field) =>
        field.Message is { NeedsCompletion: true } || field.Value is { Message.NeedsCompletion: true };
}
