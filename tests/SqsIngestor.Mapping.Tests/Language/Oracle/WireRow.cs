using System.Globalization;
using System.Text.Json;
using Google.Protobuf;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Reads a row by the fields of its table, with the reader of Google.Protobuf, to a text that can be compared.</summary>
internal static class WireRow
{
    /// <summary>The row; a field that the table does not have, or that occurs twice, is an error.</summary>
    public static string Read(byte[] row, IReadOnlyList<FieldModel> fields)
    {
        var input = new CodedInputStream(row);
        var text = ReadStruct(input, fields);
        Assert.True(input.IsAtEnd);
        return text;
    }

    public static string Text(string value) => JsonSerializer.Serialize(value);

    public static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What stands for a value that a map entry does not have.</summary>
    public static string DefaultOf(FieldModel field) => field.Kind switch
    {
        FieldKind.Text => "\"\"",
        FieldKind.Integer or FieldKind.Small or FieldKind.Double => "0",
        FieldKind.Bool => "false",
        _ => "{}",
    };

    public static string Struct(IEnumerable<(string Name, string Value)> fields) =>
        $"{{{string.Join(",", fields.Select(f => $"{f.Name}:{f.Value}"))}}}";

    private static string ReadStruct(CodedInputStream input, IReadOnlyList<FieldModel> fields)
    {
        var found = fields.ToDictionary(f => f.Number, _ => new List<string>());
        while (input.ReadTag() is var tag and not 0)
        {
            var field = fields.Single(f => f.Number == WireFormat.GetTagFieldNumber(tag));
            if (!field.IsList && !field.IsMap) Assert.Empty(found[field.Number]);
            found[field.Number].Add(field.IsMap ? ReadEntry(input, field) : ReadSingle(input, field, tag));
        }
        return Struct(fields.Where(f => found[f.Number].Count > 0).Select(f => (f.Name, All(f, found[f.Number]))));
    }

    private static string All(FieldModel field, List<string> values) =>
        field.IsList ? $"[{string.Join(",", values)}]" : field.IsMap ? $"<{string.Join(",", values)}>" : values[0];

    private static string ReadEntry(CodedInputStream outer, FieldModel field)
    {
        var input = new CodedInputStream(outer.ReadBytes().ToByteArray());
        var key = field.HasIntegerKeys ? "0" : "\"\"";
        var value = DefaultOf(field);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == 2) value = ReadSingle(input, field, tag);
            else key = field.HasIntegerKeys ? Whole(input.ReadInt32()) : Text(input.ReadString());
        }
        return $"{key}={value}";
    }

    private static string ReadSingle(CodedInputStream input, FieldModel field, uint tag)
    {
        Assert.Equal(
            field.Kind switch
            {
                FieldKind.Integer or FieldKind.Small or FieldKind.Bool => WireFormat.WireType.Varint,
                FieldKind.Double => WireFormat.WireType.Fixed64,
                _ => WireFormat.WireType.LengthDelimited,
            },
            WireFormat.GetTagWireType(tag));
        switch (field.Kind)
        {
            case FieldKind.Text: return Text(input.ReadString());
            case FieldKind.Integer: return Whole(input.ReadInt64());
            case FieldKind.Small: return Whole(input.ReadInt32());
            case FieldKind.Bool: return input.ReadBool() ? "true" : "false";
            case FieldKind.Double: return Real(input.ReadDouble());
            default:
                var nested = new CodedInputStream(input.ReadBytes().ToByteArray());
                return ReadStruct(nested, field.Fields);
        }
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
