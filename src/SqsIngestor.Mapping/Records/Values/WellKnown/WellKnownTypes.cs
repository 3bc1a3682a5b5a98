using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>
/// The messages of google.protobuf that have a JSON form of their own, the only list of them: codecs, the checks of the compiler
/// and the tests read it.
/// </summary>
internal static class WellKnownTypes
{
    private const ValueTypes Numeric = ValueTypes.Text | ValueTypes.Number;

    public static IReadOnlyList<WellKnownType> All { get; } =
    [
        new("Timestamp", ValueTypes.Text | ValueTypes.Instant, _ => new TimestampBody()),
        new("Duration", ValueTypes.Text, _ => new DurationBody()),
        new("Struct", ValueTypes.Object, _ => new StructBody()),
        new("Value", ValueTypes.Any, _ => new ValueBody()),
        new("ListValue", ValueTypes.List, _ => new ListBody()),
        new("FieldMask", ValueTypes.Text, _ => new FieldMaskBody()),
        new("Empty", ValueTypes.Object, _ => new EmptyBody()),
        new("Any", ValueTypes.Object, _ => new AnyBody()),
        new("DoubleValue", Numeric, Wrapper),
        new("FloatValue", Numeric, Wrapper),
        new("Int64Value", Numeric, Wrapper),
        new("UInt64Value", Numeric, Wrapper),
        new("Int32Value", Numeric, Wrapper),
        new("UInt32Value", Numeric, Wrapper),
        new("BoolValue", ValueTypes.Bool, Wrapper),
        new("StringValue", ValueTypes.Textual, Wrapper),
        new("BytesValue", ValueTypes.Text | ValueTypes.Bytes, Wrapper),
    ];

    /// <summary>The row of a message; null for any other message.</summary>
    public static WellKnownType? Find(MessageDescriptor message)
    {
        if (message.File.Package != "google.protobuf") return null;
        foreach (var type in All)
        {
            if (type.Name == message.Name) return type;
        }
        return null;
    }

    /// <summary>The row of the message of a single value of a field; null for any other field.</summary>
    public static WellKnownType? Find(FieldDescriptor field) =>
        field.FieldType is FieldType.Message or FieldType.Group ? Find(field.MessageType) : null;

    public static bool IsNullValue(FieldDescriptor field) =>
        field.FieldType == FieldType.Enum && field.EnumType.FullName == "google.protobuf.NullValue";

    private static WrapperBody Wrapper(MessageDescriptor message)
    {
        var field = message.FindFieldByNumber(1);
        return new WrapperBody(WireTags.Of(field), ScalarCodecs.Create(field, strict: false));
    }
}

/// <summary>A row of <see cref="WellKnownTypes"/>.</summary>
/// <param name="Name">The name without the package.</param>
/// <param name="Takes">The values that can fit.</param>
/// <param name="Create">Makes what writes it.</param>
internal sealed record WellKnownType(string Name, ValueTypes Takes, Func<MessageDescriptor, WellKnownBody> Create);
