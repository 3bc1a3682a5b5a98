using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>Follows paths through the JSON form of a protobuf message, by its descriptor.</summary>
internal static class ProtobufPaths
{
    /// <summary>Why no message of a type has a value at a path, and what to write instead; null if one can have.</summary>
    /// <param name="message">The type.</param>
    /// <param name="steps">The steps below <c>$.body</c>.</param>
    public static (string Reason, string? Hint)? Problem(MessageDescriptor message, IReadOnlyList<PathStep> steps)
    {
        var place = Place.Of(message);
        foreach (var step in steps)
        {
            if (place.Form == Form.Any) return null;
            if (place.Next(step) is not { } next) return place.Refusal(step);
            place = next;
        }
        return null;
    }

    private enum Form : byte
    {
        /// <summary>Anything can stand there.</summary>
        Any,
        Object,
        Map,
        Array,
        Single,
    }

    /// <summary>A place in the document.</summary>
    /// <param name="Form">What stands there.</param>
    /// <param name="Message">The type of an object.</param>
    /// <param name="Field">The field of a map, an array or a single value.</param>
    private sealed record Place(Form Form, MessageDescriptor? Message = null, FieldDescriptor? Field = null)
    {
        public static Place Of(MessageDescriptor message) => ProtobufMessagePlan.ShapeOf(message) switch
        {
            ProtobufShape.Value => new(Form.Any),
            ProtobufShape.OnlyField => Of(message.Fields.InFieldNumberOrder()[0]),
            ProtobufShape.Timestamp or ProtobufShape.Duration => new(Form.Single, message),
            ProtobufShape.Message => new(Form.Object, message),
            _ => throw new UnreachableException(),
        };

        /// <summary>The place of a step; null if nothing is ever there.</summary>
        public Place? Next(PathStep step) => Form switch
        {
            Form.Object when step.Name is { } name =>
                Message!.Fields.InFieldNumberOrder().FirstOrDefault(field => field.Name == name) is { } field ? Of(field) : null,
            // A value of any member, as entries binds it.
            Form.Object => new(Form.Any),
            Form.Map => Single(Field!.MessageType.FindFieldByNumber(2)),
            Form.Array when step.Name is null => Single(Field!),
            _ => null,
        };

        public (string Reason, string? Hint) Refusal(PathStep step)
        {
            if (Form != Form.Object)
            {
                var what = Form == Form.Array ? "an array" : "a single value";
                return ($"'{Field?.FullName ?? Message!.FullName}' is {what}", null);
            }
            var fields = Message!.Fields.InFieldNumberOrder();
            var name = step.Name!;
            // The document has the names of the fields.
            var meant = fields.FirstOrDefault(field => field.JsonName == name);
            return (
                $"the protobuf message {Message.FullName} has no field '{name}'",
                meant is null ? Nearest.Hint(name, fields.Select(field => field.Name)) : $"did you mean '{meant.Name}'?");
        }

        private static Place Of(FieldDescriptor field) =>
            field.IsMap ? new(Form.Map, Field: field)
            : field.IsRepeated ? new(Form.Array, Field: field)
            : Single(field);

        private static Place Single(FieldDescriptor field) =>
            field.FieldType is FieldType.Message or FieldType.Group ? Of(field.MessageType) : new(Form.Single, Field: field);
    }
}
