using System.Collections;
using System.Text.Json;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>Reads records of a JSON stream: an object with a member for each column, values in the form of ProtoJSON.</summary>
internal sealed class JsonRecordDecoder
{
    /// <summary>How deep objects and arrays of a record may be nested.</summary>
    public const int MaxDepth = 128;

    private readonly RecordLayout _layout;

    public JsonRecordDecoder(CatalogTable table) =>
        _layout = new RecordLayout(RecordLayout.ColumnsOf(table), new Dictionary<int, FieldLayout>(), "");

    /// <summary>Decodes one record.</summary>
    /// <exception cref="RecordException">The service would refuse the record.</exception>
    public object?[] Decode(string record)
    {
        try
        {
            using var document = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Decode(document.RootElement);
        }
        catch (JsonException)
        {
            throw new RecordException(RecordFaultCodes.NotJson, "", "the record is not JSON.");
        }
    }

    /// <summary>Decodes one record. The row does not refer to the document.</summary>
    /// <exception cref="RecordException">The service would refuse the record.</exception>
    public object?[] Decode(JsonElement record)
    {
        try
        {
            return ReadStruct(record, _layout.Columns, "");
        }
        catch (InvalidOperationException)
        {
            // The name of a member has an escape that is half a surrogate pair.
            throw new RecordException(RecordFaultCodes.NotUtf8, "", "the name of a member is not Unicode.");
        }
    }

    private static object?[] ReadStruct(JsonElement element, IReadOnlyList<StructField> fields, string prefix)
    {
        if (element.ValueKind != JsonValueKind.Object) throw JsonScalar.Wrong(prefix.TrimEnd('.'), "an object");
        var values = new object?[fields.Count];
        var seen = new BitArray(fields.Count);
        foreach (var member in element.EnumerateObject())
        {
            var place = IndexOf(fields, member.Name);
            if (place < 0)
            {
                throw new RecordException(
                    RecordFaultCodes.UnknownField, prefix.TrimEnd('.'), "the record has a member that is not a column.");
            }
            if (seen[place])
            {
                throw new RecordException(
                    RecordFaultCodes.Repeated, prefix + fields[place].Name, "the record has the member more than once.");
            }
            seen[place] = true;
            values[place] = ReadValue(member.Value, fields[place].Type, prefix + fields[place].Name);
        }

        var layout = new RecordLayout(fields, new Dictionary<int, FieldLayout>(), prefix);
        RowCompletion.Complete(layout, values);
        return values;
    }

    private static object? ReadValue(JsonElement element, DeltaType type, string path) => (type, element.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (StructType structure, _) => ReadStruct(element, structure.Fields, $"{path}."),
        (ArrayType array, JsonValueKind.Array) =>
            element.EnumerateArray().Select(item => ReadItem(item, array.Element, $"{path}.element")).ToList(),
        (ArrayType, _) => throw JsonScalar.Wrong(path, "an array"),
        (MapType map, JsonValueKind.Object) => ReadMap(element, map, path),
        (MapType, _) => throw JsonScalar.Wrong(path, "an object"),
        _ => JsonScalar.Read(element, type, path),
    };

    private static MapEntries ReadMap(JsonElement element, MapType map, string path)
    {
        var entries = new MapEntries();
        foreach (var member in element.EnumerateObject())
        {
            entries.Set(
                JsonScalar.ReadKey(member.Name, map.Key, $"{path}.key"), ReadItem(member.Value, map.Value, $"{path}.value"));
        }

        return entries;
    }

    private static object? ReadItem(JsonElement element, DeltaType type, string path) => ReadValue(element, type, path)
        ?? throw new RecordException(RecordFaultCodes.Missing, path, "an element cannot be null.");

    private static int IndexOf(IReadOnlyList<StructField> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name) return i;
        }

        return -1;
    }
}
