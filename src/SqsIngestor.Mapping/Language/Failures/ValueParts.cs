using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>Finds the part of a value that a pointer below it names, and the field that the part should fill.</summary>
internal static class ValueParts
{
    /// <param name="value">An object or array.</param>
    /// <param name="steps">Names of members, and positions of elements and of entries of a MAP.</param>
    /// <param name="isKey">The last step is the position of an entry whose key is the part, and not its value.</param>
    /// <param name="field">The field of the value; becomes that of the part.</param>
    /// <param name="isElement">The value is one element of a repeated field; becomes whether the part is.</param>
    public static SourceValue Find(
        SourceValue value, string[] steps, bool isKey, scoped ref FieldDescriptor field, scoped ref bool isElement)
    {
        for (var at = 0; at < steps.Length; at++)
        {
            var step = steps[at];
            if (value.Tape is not { } tape) return SourceValue.Missing;
            var isPosition = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
            var node = -1;
            if (value.Kind == ValueKind.Array)
            {
                if (!isPosition || !tape.TryGetElement(value.Node, position, out node)) return SourceValue.Missing;
                isElement = true;
            }
            else if (value.Kind == ValueKind.Object && field.IsMap && !isElement)
            {
                if (!isPosition) return SourceValue.Missing;
                var wantsKey = isKey && at == steps.Length - 1;
                node = MemberAt(tape, value.Node, position) - (wantsKey ? 1 : 0);
                field = field.MessageType.FindFieldByNumber(wantsKey ? 1 : 2);
            }
            else if (value.Kind == ValueKind.Object && Member(field, step) is { } member)
            {
                if (!tape.TryGetMember(value.Node, Encoding.UTF8.GetBytes(step), out node)) return SourceValue.Missing;
                (field, isElement) = (member, false);
            }
            value = SourceValue.FromTape(tape, node);
        }
        return value;
    }

    private static int MemberAt(Json.JsonTape tape, int container, int position)
    {
        for (int name = container + 1, end = tape[container].End; name < end; name = tape[name + 1].End)
        {
            if (position-- == 0) return name + 1;
        }
        return -1;
    }

    private static FieldDescriptor? Member(FieldDescriptor field, string name) =>
        field.FieldType is FieldType.Message or FieldType.Group
            ? field.MessageType.Fields.InDeclarationOrder().FirstOrDefault(
                each => each.Name == name || MemberNames.SnakeToCamel.Of(each.Name) == name)
            : null;
}
