using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// Checks the elements of an ARRAY, the values of a MAP and the fields of a STRUCT that is filled by name against the types that
/// the format of the body has.
/// </summary>
/// <param name="codecs">Knows what a field takes.</param>
/// <param name="options">The options of the column.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class PartTypes(ValueCodecs codecs, ColumnOptions options, DiagnosticBag diagnostics)
{
    private readonly HashSet<MessageDescriptor> _around = [];

    /// <summary>Whether each part of a field can have a value; reports those that cannot.</summary>
    /// <param name="field">The field of the column.</param>
    /// <param name="gives">The types of the values in an array or object of the body.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="position">The place of the column.</param>
    public bool CanBeFilled(FieldDescriptor field, ValueTypes gives, string name, TextPosition position)
    {
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        var part = field.IsMap ? name + ".value" : name;
        if (WellKnownTypes.Find(single) is null && single.FieldType is FieldType.Message or FieldType.Group)
        {
            if (!_around.Add(single.MessageType)) return true;
            var canBeFilled = single.MessageType.Fields.InFieldNumberOrder()
                .Aggregate(true, (all, f) => CanBeFilled(f, gives, $"{part}.{f.Name}", position) && all);
            _around.Remove(single.MessageType);
            return canBeFilled;
        }
        // A column from one value has been checked as such, and `as` is for text.
        var isColumn = _around.Count == 0;
        if (isColumn && (options.As is not null || !field.IsRepeated)) return true;
        var takes = WellKnownTypes.Find(single)?.Takes ?? codecs.Takes(single, isColumn ? options : ColumnOptions.None);
        if ((takes & gives) != 0) return true;
        diagnostics.Add(
            DiagnosticCodes.TypeMismatch, position,
            $"'{part}' can never be filled: {single.FieldType.ToString().ToLowerInvariant()} takes {takes.Describe()}, "
                + $"but the payload gives {gives.Describe()}",
            ColumnValues.TransformOf(takes, gives) is { } transform ? $"each, entries or fields, with {transform}" : null);
        return false;
    }
}
