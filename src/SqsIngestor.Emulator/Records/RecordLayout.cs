using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>How a message becomes a row, or a nested message a STRUCT. Made once for each stream.</summary>
internal sealed class RecordLayout
{
    /// <summary>Field numbers below this are looked up in an array.</summary>
    private const int MostInArray = 4_096;

    private readonly Dictionary<int, FieldLayout> _fields;
    private readonly FieldLayout?[] _lowFields;

    internal RecordLayout(IReadOnlyList<StructField> columns, IReadOnlyDictionary<int, FieldLayout> fields, string prefix)
    {
        Columns = columns;
        Prefix = prefix;
        Path = prefix.TrimEnd('.');
        _fields = new Dictionary<int, FieldLayout>(fields);
        _lowFields = new FieldLayout?[_fields.Keys.Where(number => number < MostInArray).DefaultIfEmpty(-1).Max() + 1];
        foreach (var (number, field) in _fields)
        {
            if (number < MostInArray) _lowFields[number] = field;
        }

        NeedsCompletion = columns.Any(column => !column.Nullable)
            || fields.Values.Any(field => field.Required || HasDemands(field));
    }

    public IReadOnlyList<StructField> Columns { get; }

    /// <summary>The text before a column's name in error messages.</summary>
    public string Prefix { get; }

    /// <summary>The STRUCT's own path; empty for the whole row.</summary>
    public string Path { get; }

    public IEnumerable<FieldLayout> Fields => _fields.Values;

    /// <summary>Whether a value can be missing here or below.</summary>
    public bool NeedsCompletion { get; }

    /// <summary>Creates the layout for a descriptor that fits the table.</summary>
    public static RecordLayout For(DescriptorProto message, CatalogTable table) =>
        new RecordLayoutBuilder(message).Build(message, ColumnsOf(table), "");

    /// <summary>The columns of a row. This Databricks does not compute values: a generated column stays NULL.</summary>
    public static IReadOnlyList<StructField> ColumnsOf(CatalogTable table) =>
        [.. table.Columns.Select(column => new StructField(column.Name, column.Type) { Nullable = !column.MustHaveValue })];

    public FieldLayout? Find(int number) => number < _lowFields.Length ? _lowFields[number] : _fields.GetValueOrDefault(number);

    private static bool HasDemands(FieldLayout field) =>
        field.Message is { NeedsCompletion: true } || field.Value is { Message.NeedsCompletion: true };
}
