using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Creates the codec of a whole field, with its repetition, map entries and nested messages.</summary>
/// <param name="names">The JSON names of the fields of nested messages.</param>
/// <param name="enums">The file's enum tables.</param>
/// <param name="defaults">The file's default policies.</param>
/// <param name="types">What the table takes.</param>
/// <param name="messages">Every message that an Any can hold.</param>
internal sealed class ValueCodecs(
    MemberNames names, EnumTables enums, PolicySyntax defaults, FieldTypes types, IEnumerable<MessageDescriptor> messages)
{
    private readonly Dictionary<(MessageDescriptor Message, ValueReading Reading), MessageShape> _shapes = [];
    private readonly Dictionary<(MessageDescriptor Message, bool IsStrict), WellKnownBody> _wellKnown = [];

    /// <summary>The tables that columns may refer to.</summary>
    public EnumTables Enums => enums;

    /// <summary>The codec of a field, or of one element of it if the options say so.</summary>
    /// <param name="field">The field.</param>
    /// <param name="options">The options of the column.</param>
    /// <param name="scalar">Coerces one value, element or value of a map; null for the codec of the field's type.</param>
    /// <param name="isOfMessage">
    /// The values are those of the message. The parts of what a transform or an expression gives cannot be rescued.
    /// </param>
    /// <param name="oneIsArray">An ARRAY takes a value that is not an array as its only element.</param>
    public ValueCodec Create(
        FieldDescriptor field, ColumnOptions options, ScalarCodec? scalar, bool isOfMessage, bool oneIsArray = false)
    {
        var reading = new ValueReading(isOfMessage && options.Policies.Over(defaults).OnError == Policy.Rescue, oneIsArray);
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return CreateField(field, options, scalar is null ? null : Limited(scalar, single), reading);
    }

    /// <summary>The value types that a field without <c>as</c> may accept, for a single value.</summary>
    public ValueTypes Takes(FieldDescriptor field, ColumnOptions options) =>
        options.Enum is not null ? ValueTypes.Textual & ~ValueTypes.Bytes
        : types.Of(field)?.Limit is DecimalLimit ? ValueTypes.Text | ValueTypes.Number
        : ScalarCodecs.Takes(field, options.Strict);

    /// <summary>Whether the table says that the field is a VARIANT.</summary>
    public bool IsVariant(FieldDescriptor field) => types.Of(field)?.As == MeaningCatalog.Variant.Word;

    /// <summary>The codec for the key of a map.</summary>
    public ScalarCodec CreateKey(FieldDescriptor key) =>
        types.Of(key)?.Limit is DecimalLimit ? Scalar(key, strict: false) : Limited(ScalarCodecs.CreateKey(key), key);

    private ValueCodec CreateField(FieldDescriptor field, ColumnOptions options, ScalarCodec? scalar, ValueReading reading)
    {
        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            var map = new MapValueCodec(
                WireTags.Of(field),
                WireTags.Of(key),
                CreateKey(key),
                Element(value, options.Strict, scalar, reading),
                options.NullItems,
                DefaultElement(value));
            var isText = IsPlainText(key) && IsPlainText(value) && scalar is null;
            return isText ? new TextMapValueCodec(WireTags.Of(field), map) : map;
        }
        if (!field.IsRepeated || options.IsElement) return Element(field, options.Strict, scalar, reading);
        return WireTags.IsPacked(field)
            ? new PackedValueCodec(
                WireTags.LengthDelimited(field), scalar
                    ?? Scalar(field, options.Strict), options.NullItems, ScalarCodecs.DefaultOf(field),
                reading.OneIsArray)
            : new RepeatedValueCodec(
                Element(field, options.Strict, scalar, reading), options.NullItems, DefaultElement(field),
                reading.OneIsArray);
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

    private ValueCodec Element(FieldDescriptor field, bool strict, ScalarCodec? scalar, ValueReading reading)
    {
        var tag = WireTags.Of(field);
        if (WellKnownTypes.Find(field) is { } type)
        {
            var endTag = field.FieldType == FieldType.Group ? WireTags.EndGroup(field) : 0;
            return new WellKnownValueCodec(tag, endTag, Body(type, field.MessageType, strict));
        }
        return field.FieldType switch
        {
            FieldType.Enum when scalar is null && WellKnownTypes.IsNullValue(field) =>
                new NullValueCodec(tag, ScalarCodecs.Create(field, strict)),
            FieldType.Message => new MessageValueCodec(tag, Shape(field.MessageType, reading)),
            FieldType.Group => new GroupValueCodec(tag, WireTags.EndGroup(field), Shape(field.MessageType, reading)),
            _ when scalar is null && IsPlainText(field) => new StringValueCodec(tag),
            _ => CreateElement(field, scalar ?? Scalar(field, strict)),
        };
    }

    private bool IsPlainText(FieldDescriptor field) => field.FieldType == FieldType.String && types.Of(field)?.Limit is null;

    /// <summary>The codec of the field's type, for the values that the table takes.</summary>
    private ScalarCodec Scalar(FieldDescriptor field, bool strict) => types.Of(field)?.Limit is DecimalLimit number
        // It writes 1e3 as 1000, as the table needs it.
        ? new DecimalCodec(number.Precision, number.Scale, DecimalRounding.Fail, strict)
        : Limited(ScalarCodecs.Create(field, strict), field);

    private ScalarCodec Limited(ScalarCodec codec, FieldDescriptor field) =>
        types.Of(field)?.Limit is { } limit ? new LimitedCodec(codec, limit) : codec;

    private WellKnownBody Body(WellKnownType type, MessageDescriptor message, bool strict)
    {
        if (_wellKnown.TryGetValue((message, strict), out var known)) return known;
        var body = _wellKnown[(message, strict)] = (strict ? type.CreateStrict ?? type.Create : type.Create)(message);
        if (body is AnyBody any)
        {
            any.Complete(
                messages.Select(
                    m => (
                        m.FullName,
                        WellKnownTypes.Find(m) is { } own
                            ? new AnyContent(null, Body(own, m, strict: false))
                            : new AnyContent(Shape(m, default), null))));
        }
        return body;
    }

    private MessageShape Shape(MessageDescriptor message, ValueReading reading)
    {
        if (_shapes.TryGetValue((message, reading), out var known)) return known;
        var shape = _shapes[(message, reading)] = new MessageShape(reading.RescuesParts);
        var options = ColumnOptions.None;
        var members = FieldNames.Of(message, names);
        shape.Complete(
            message.Fields.InFieldNumberOrder()
            .Select(f => (members[f], f, types.IsRequired(f), CreateField(f, options, null, reading))));
        return shape;
    }
}

/// <summary>How the values of a column are read.</summary>
/// <param name="RescuesParts">A part of a STRUCT that does not fit goes to the rescued column alone.</param>
/// <param name="OneIsArray">An ARRAY takes a value that is not an array as its only element.</param>
internal readonly record struct ValueReading(bool RescuesParts, bool OneIsArray);
