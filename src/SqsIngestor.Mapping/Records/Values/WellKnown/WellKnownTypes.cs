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
        new("Timestamp", ValueTypes.Text | ValueTypes.Instant, "a time in rfc3339 with an offset", _ => new TimestampBody()),
        new("Duration", ValueTypes.Text, "seconds as text, such as 1.5s, with at most 9 digits after the point",
            _ => new DurationBody())
        {
            WantedRange = "at most 315,576,000,000 s, which are 10,000 years",
        },
        new("Struct", ValueTypes.Object, "an object", _ => new StructBody()),
        new("Value", ValueTypes.Any, "a value of JSON", _ => new ValueBody()),
        new("ListValue", ValueTypes.List, "an array", _ => new ListBody()),
        new("FieldMask", ValueTypes.Text, "names as text, such as user.displayName,photo", _ => new FieldMaskBody()),
        new("Empty", ValueTypes.Object, "an object", _ => new EmptyBody()),
        new("Any", ValueTypes.Object,
            "an object whose @type ends with / and a message of the descriptor set; one of google.protobuf is in its value",
            _ => new AnyBody()),
        Number("DoubleValue", "a number"),
        Number("FloatValue", "a number"),
        Number("Int64Value", "a whole number"),
        Number("UInt64Value", "a whole number"),
        Number("Int32Value", "a whole number"),
        Number("UInt32Value", "a whole number"),
        new("BoolValue", ValueTypes.Bool, "true or false", Wrapper),
        new("StringValue", ValueTypes.Textual, "text, a number or a bool", Wrapper),
        new("BytesValue", ValueTypes.Text | ValueTypes.Bytes, "text in base64", Wrapper),
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

    private static WellKnownType Number(string name, string wanted) => new(name, Numeric, wanted, Wrapper)
    {
        CreateStrict = static message => Wrapper(message, strict: true),
    };

    private static WrapperBody Wrapper(MessageDescriptor message) => Wrapper(message, strict: false);

    private static WrapperBody Wrapper(MessageDescriptor message, bool strict)
    {
        var field = message.FindFieldByNumber(1);
        return new WrapperBody(WireTags.Of(field), ScalarCodecs.Create(field, strict));
    }
}

/// <summary>A row of <see cref="WellKnownTypes"/>.</summary>
/// <param name="Name">The name without the package.</param>
/// <param name="Takes">The values that can fit.</param>
/// <param name="Wanted">What these are, in the words of an error.</param>
/// <param name="Create">Makes what writes it.</param>
internal sealed record WellKnownType(
    string Name, ValueTypes Takes, string Wanted, Func<MessageDescriptor, WellKnownBody> Create)
{
    /// <summary>Makes what writes it and takes no text; null for a type that is not a number.</summary>
    public Func<MessageDescriptor, WellKnownBody>? CreateStrict { get; init; }

    /// <summary>The times that it takes, in the words of an error; null for those that a calendar has.</summary>
    public string? WantedRange { get; init; }
}
