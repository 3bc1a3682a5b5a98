using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>How a protobuf message becomes JSON. Made once from its descriptor and shared by all encoders.</summary>
internal sealed class ProtobufMessagePlan
{
    private readonly Dictionary<int, ProtobufFieldPlan> _byNumber = [];

    private ProtobufMessagePlan(ProtobufShape shape) => Shape = shape;

    public ProtobufShape Shape { get; }

    /// <summary>In the order of field numbers; <see cref="ProtobufFieldPlan.Position"/> is the index.</summary>
    public IReadOnlyList<ProtobufFieldPlan> Fields { get; private set; } = [];

    public int OneofCount { get; private set; }

    /// <summary>Makes the plan of a message and of all messages inside it.</summary>
    public static ProtobufMessagePlan Create(MessageDescriptor message) => Create(message, []);

    public ProtobufFieldPlan? Find(int number) => _byNumber.GetValueOrDefault(number);

    private static ProtobufMessagePlan Create(MessageDescriptor message, Dictionary<string, ProtobufMessagePlan> known)
    {
        if (known.TryGetValue(message.FullName, out var plan)) return plan;
        plan = new ProtobufMessagePlan(ShapeOf(message));
        known.Add(message.FullName, plan);
        var fields = message.Fields.InFieldNumberOrder();
        plan.OneofCount = message.Oneofs.Count;
        plan.Fields = [.. fields.Select((f, i) => new ProtobufFieldPlan
        {
            Position = i,
            Type = f.FieldType,
            Name = Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(f.Name)}\":"),
            IsRepeated = f.IsRepeated && !f.IsMap,
            IsMap = f.IsMap,
            Oneof = f.ContainingOneof?.Index ?? -1,
            Message = f.FieldType is FieldType.Message or FieldType.Group ? Create(f.MessageType, known) : null,
            EnumNames = f.FieldType == FieldType.Enum ? EnumNames(f.EnumType) : null,
        })];
        foreach (var (field, fieldPlan) in fields.Zip(plan.Fields)) plan._byNumber.Add(field.FieldNumber, fieldPlan);
        return plan;
    }

    /// <summary>If a number has several names, the first one is used, as in ProtoJSON.</summary>
    private static Dictionary<int, byte[]> EnumNames(EnumDescriptor type)
    {
        var names = new Dictionary<int, byte[]>();
        // google.protobuf.NullValue becomes null.
        var isNull = type.FullName == "google.protobuf.NullValue";
        foreach (var value in type.Values)
        {
            names.TryAdd(value.Number, isNull ? "null"u8.ToArray() : Encoding.UTF8.GetBytes($"\"{value.Name}\""));
        }
        return names;
    }

    /// <summary>The JSON form of a message type.</summary>
    public static ProtobufShape ShapeOf(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => ProtobufShape.Timestamp,
        "google.protobuf.Duration" => ProtobufShape.Duration,
        "google.protobuf.Value" => ProtobufShape.Value,
        "google.protobuf.Struct" or "google.protobuf.ListValue" => ProtobufShape.OnlyField,
        "google.protobuf.DoubleValue" or "google.protobuf.FloatValue"
            or "google.protobuf.Int64Value" or "google.protobuf.UInt64Value"
            or "google.protobuf.Int32Value" or "google.protobuf.UInt32Value" or "google.protobuf.BoolValue"
            or "google.protobuf.StringValue" or "google.protobuf.BytesValue" => ProtobufShape.OnlyField,
        _ => ProtobufShape.Message,
    };
}

/// <summary>The JSON form of a message. ProtoJSON has special forms for some well-known types.</summary>
internal enum ProtobufShape : byte
{
    /// <summary>An object.</summary>
    Message,

    /// <summary>RFC 3339 text in UTC.</summary>
    Timestamp,

    /// <summary>Text: seconds with an s at the end.</summary>
    Duration,

    /// <summary>The value of the message's only field, set or not: wrappers, Struct, ListValue.</summary>
    OnlyField,

    /// <summary>The value of the field that is set.</summary>
    Value,
}
