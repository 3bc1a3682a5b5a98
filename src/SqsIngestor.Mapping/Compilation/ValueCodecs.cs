using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Compilation.Syntax;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Compilation;

/// <summary>The codec of a whole field: its repetition, map entries and nested messages included.</summary>
/// <param name="names">How the fields of nested messages are called in JSON.</param>
internal sealed class ValueCodecs(MemberNames names)
{
    private readonly Dictionary<MessageDescriptor, MessageShape> _shapes = [];

    public ValueCodec Create(FieldDescriptor field, bool strict)
    {
        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            var map = new MapValueCodec(WireTags.Of(field), WireTags.Of(key), ScalarCodecs.CreateKey(key), CreateElement(value, strict));
            return key.FieldType == FieldType.String && value.FieldType == FieldType.String ? new TextMapValueCodec(WireTags.Of(field), map) : map;
        }
        if (!field.IsRepeated) return CreateElement(field, strict);
        return field.IsPacked
            ? new PackedValueCodec(WireTags.LengthDelimited(field), ScalarCodecs.Create(field, strict))
            : new RepeatedValueCodec(CreateElement(field, strict));
    }

    /// <summary>One occurrence of the field.</summary>
    public ValueCodec CreateElement(FieldDescriptor field, bool strict) => field.FieldType switch
    {
        FieldType.Message => new MessageValueCodec(WireTags.Of(field), Shape(field.MessageType)),
        FieldType.Group => new GroupValueCodec(WireTags.Of(field), WireTags.EndGroup(field), Shape(field.MessageType)),
        FieldType.String => new StringValueCodec(WireTags.Of(field)),
        _ => CreateElement(field, ScalarCodecs.Create(field, strict)),
    };

    public static ValueCodec CreateElement(FieldDescriptor field, ScalarCodec scalar) => new ScalarValueCodec(WireTags.Of(field), scalar);

    private MessageShape Shape(MessageDescriptor message)
    {
        if (_shapes.TryGetValue(message, out var known)) return known;
        var shape = _shapes[message] = new MessageShape();
        shape.Complete(message.Fields.InFieldNumberOrder().Select(f => (names.Of(f.Name), f.IsRequired, Create(f, strict: false))));
        return shape;
    }
}
