using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace SqsIngestor.Emulator.Records;

internal sealed class RecordLayoutBuilder(DescriptorProto root)
{
    private readonly NestedTypes _nested = new(root);

    public RecordLayout Build(DescriptorProto message, IReadOnlyList<StructField> columns, string prefix)
    {
        var places = columns.Select((column, i) => (column.Name, i))
            .ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        var fields = message.Field.ToDictionary(
            field => field.Number,
            field => Build(field, columns[places[field.Name]].Type, places[field.Name], prefix + field.Name));
        return new RecordLayout(columns, fields, prefix);
    }

    private FieldLayout Build(FieldDescriptorProto field, DeltaType type, int place, string path) => type switch
    {
        MapType map => BuildMap(_nested.FindMessage(field.TypeName)!, map, place, path),
        ArrayType array => BuildSingle(field, array.Element, place, path, Cardinality.List),
        _ => BuildSingle(field, type, place, path, Cardinality.Single),
    };

    private FieldLayout BuildMap(DescriptorProto entry, MapType map, int place, string path) => new()
    {
        Column = place,
        Path = path,
        Type = map,
        Cardinality = Cardinality.Map,
        Key = BuildSingle(entry.Field.Single(field => field.Number == 1), map.Key, 0, $"{path}.key", Cardinality.Single),
        Value = BuildSingle(entry.Field.Single(field => field.Number == 2), map.Value, 0, $"{path}.value", Cardinality.Single),
    };

    private FieldLayout BuildSingle(
        FieldDescriptorProto field, DeltaType type, int place, string path, Cardinality cardinality) => new()
        {
            Column = place,
            Path = path,
            Type = type,
            Cardinality = cardinality,
            Required = field.Label == Label.Required,
            Message = type is StructType structure
                ? Build(_nested.FindMessage(field.TypeName)!, structure.Fields, $"{path}.")
                : null,
        };
}
