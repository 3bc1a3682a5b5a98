using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Creates the codec of a whole field, with its repetition, map entries and nested messages.</summary>
/// <param name="names">The JSON names of the fields of nested messages.</param>
/// <param name="enums">The file's enum tables.</param>
/// <param name="defaults">The file's default policies.</param>
internal sealed class ValueCodecs(MemberNames names, EnumTables enums, PolicySyntax defaults)
{
    private readonly Dictionary<(MessageDescriptor Message, bool RescuesParts), MessageShape> _shapes = [];

    /// <summary>The tables that columns may refer to.</summary>
    public EnumTables Enums => enums;

    /// <summary>The codec of a field, or of one element of it if the options say so.</summary>
    /// <param name="field">The field.</param>
    /// <param name="options">The options of the column.</param>
    /// <param name="scalar">Coerces one value, element or value of a map; null for the codec of the field's type.</param>
    /// <param name="isOfMessage">
    /// The values are those of the message. The parts of what a transform or an expression gives cannot be rescued.
    /// </param>
    public ValueCodec Create(FieldDescriptor field, ColumnOptions options, ScalarCodec? scalar, bool isOfMessage)
    {
        var rescuesParts = isOfMessage && options.Policies.Over(defaults).OnError == Policy.Rescue;
        return CreateField(field, options, scalar, rescuesParts);
    }

    private ValueCodec CreateField(FieldDescriptor field, ColumnOptions options, ScalarCodec? scalar, bool rescuesParts)
    {
        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            var map = new MapValueCodec(
                WireTags.Of(field),
                WireTags.Of(key),
                ScalarCodecs.CreateKey(key),
                Element(value, options.Strict, scalar, rescuesParts),
                options.NullItems,
                DefaultElement(value));
            var isText = key.FieldType == FieldType.String && value.FieldType == FieldType.String && scalar is null;
            return isText ? new TextMapValueCodec(WireTags.Of(field), map) : map;
        }
        if (!field.IsRepeated || options.IsElement) return Element(field, options.Strict, scalar, rescuesParts);
        return WireTags.IsPacked(field)
            ? new PackedValueCodec(
                WireTags.LengthDelimited(field), scalar
                    ?? ScalarCodecs.Create(field, options.Strict), options.NullItems, ScalarCodecs.DefaultOf(field))
            : new RepeatedValueCodec(
                Element(field, options.Strict, scalar, rescuesParts), options.NullItems, DefaultElement(field));
    }

    public static ValueCodec CreateElement(FieldDescriptor field, ScalarCodec scalar) =>
        new ScalarValueCodec(WireTags.Of(field), scalar);

    /// <summary>One occurrence of the field that holds its type's default.</summary>
    public static byte[] DefaultElement(FieldDescriptor field)
    {
        var writer = new RecordWriter(capacity: 32);
        writer.WriteVarint(WireTags.Of(field));
        if (field.FieldType == FieldType.Group) writer.WriteVarint(WireTags.EndGroup(field));
        else writer.WriteRaw(ScalarCodecs.DefaultOf(field));
        return writer.WrittenSpan.ToArray();
    }

    private ValueCodec Element(FieldDescriptor field, bool strict, ScalarCodec? scalar, bool rescuesParts)
    {
        var tag = WireTags.Of(field);
        return field.FieldType switch
        {
            FieldType.Message => new MessageValueCodec(tag, Shape(field.MessageType, rescuesParts)),
            FieldType.Group => new GroupValueCodec(tag, WireTags.EndGroup(field), Shape(field.MessageType, rescuesParts)),
            FieldType.String when scalar is null => new StringValueCodec(tag),
            _ => CreateElement(field, scalar ?? ScalarCodecs.Create(field, strict)),
        };
    }

    private MessageShape Shape(MessageDescriptor message, bool rescuesParts)
    {
        if (_shapes.TryGetValue((message, rescuesParts), out var known)) return known;
        var shape = _shapes[(message, rescuesParts)] = new MessageShape(rescuesParts);
        var options = new ColumnOptions();
        shape.Complete(
            message.Fields.InFieldNumberOrder().Select(f => (names.Of(f.Name), f, CreateField(f, options, null, rescuesParts))));
        return shape;
    }
}
