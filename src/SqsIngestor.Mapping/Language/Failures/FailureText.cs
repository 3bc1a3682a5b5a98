using System.Globalization;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>Says what was found and what was wanted, after a failure. Kinds and sizes, never content.</summary>
internal static class FailureText
{
    /// <summary>The error of the context, with its detail.</summary>
    /// <param name="table">The table that was encoded.</param>
    /// <param name="context">Has the error; the message has not changed since.</param>
    public static RecordError Of(TablePlan table, EncodeContext context)
    {
        var error = context.ToError(table.Name);
        if (error.Code == RecordErrorCode.Filter) return error with { Detail = ConditionDetail(table, context) };
        if (context.Error is { Tape: { } tape } part) return error with { Detail = RescuedDetail(part, tape, table) };
        if (context.Error is not { Source: { } source } place)
            return error with { Detail = ExplodeDetail(error.Code, table, context) };
        return error with
        {
            Detail = place.IsBlocking
                ? BlockingDetail(source, context)
                : Detail(error.Code, table, place.Column, source, error.Pointer, place.IsKey, context),
        };
    }

    /// <summary>The detail of a value that a policy has handled, or that failed.</summary>
    /// <param name="code">Why the value is not usable.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="source">Reads the value.</param>
    /// <param name="pointer">The place of the part that does not fit.</param>
    /// <param name="isKey">The part is an entry of a MAP, whose key does not fit.</param>
    /// <param name="context">The message.</param>
    public static string Detail(
        RecordErrorCode code, TablePlan table, string column, ValueSource source, string pointer, bool isKey,
        EncodeContext context)
    {
        if (code is RecordErrorCode.Missing or RecordErrorCode.Null) return "";
        var isAbsent = source.Read(context).Kind is ValueKind.Missing or ValueKind.Null;
        if (isAbsent && source.BlockedBy(context).Kind != ValueKind.Missing) return BlockingDetail(source, context);
        if (code == RecordErrorCode.Expression) return ExpressionDetail(source, context);
        if (ColumnNamed(table.Columns, column) is not { } description) return "";
        var value = Place(description, source, pointer, isKey, context, out var field, out var isElement);
        var found = isKey ? $"a key: {FoundText.Of(value)}" : FoundText.Of(value);
        var wanted = new WantedText(field, isElement, description.Body.Options, table.Types.Of(field)).Of(code);
        // Then the source wanted another kind, and not the column.
        if (code == RecordErrorCode.WrongType && source.Read(context).Kind == ValueKind.Error)
        {
            source.Misfit(context, out var other);
            if (other.Length > 0) wanted = other;
        }
        if (isKey && code == RecordErrorCode.NumberSyntax) wanted = "a number without leading zeros";
        // An array below whose elements a column reads is the only value that is wanted where an object is found.
        if (found == "an object" && wanted == "an object") wanted = "an array";
        return Join(found, wanted);
    }

    /// <summary>Why the condition of a table cannot be evaluated; empty if it can.</summary>
    public static string ConditionDetail(TablePlan table, EncodeContext context) =>
        table.When is { } condition ? CelDetail(condition.Value(context)) : "";

    /// <summary>The value of the error as JSON; null if there is none.</summary>
    public static string? ValueOf(TablePlan table, EncodeContext context)
    {
        if (context.Error is { Tape: { } tape, Node: var node }) return SourceText.Of(SourceValue.FromTape(tape, node));
        if (context.Error is not { Source: { } source } error) return null;
        if (ColumnNamed(table.Columns, error.Column) is not { } description) return SourceText.Of(source.ReadOriginal(context));
        var value = Place(description, source, error.Pointer, error.IsKey, context, out _, out _);
        return SourceText.Of(source.Read(context).Kind == ValueKind.Error || error.Pointer == source.PointerIn(context)
            ? OriginalOf(source, context)
            : value);
    }

    private static SourceValue OriginalOf(ValueSource source, EncodeContext context)
    {
        var value = source.ReadOriginal(context);
        return value.Kind switch
        {
            ValueKind.Missing => source.BlockedBy(context),
            ValueKind.Error => source.Misfit(context, out _),
            _ => value,
        };
    }

    /// <summary>The detail of a value in a rescued column that does not take it.</summary>
    private static string RescuedDetail(ErrorPlace place, JsonTape tape, TablePlan table)
    {
        var found = FoundText.Of(SourceValue.FromTape(tape, place.Node));
        // A name that is there twice is not a value.
        if (place.Code == RecordErrorCode.DuplicateKey) return "found a name twice, wanted objects whose names differ";
        return table.Rescued?.Description is { } description
            ? Join(found, new WantedText(description.Field, false, description.Body.Options, null).Of(place.Code))
            : Join(found, "");
    }

    /// <summary>The detail of a value that stands where the path of a column needs an object or an array.</summary>
    private static string BlockingDetail(ValueSource source, EncodeContext context)
    {
        var (path, place) = (source.PointerIn(context), source.BlockedAt(context));
        var next = path.Length > place.Length ? path[(place.Length + 1)..].Split('/')[0] : "";
        var isPosition = int.TryParse(next, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        var found = FoundText.Of(source.BlockedBy(context));
        return Join(found, isPosition || found == "an object" ? "an array" : "an object");
    }

    private static string Join(string found, string wanted) =>
        found.Length == 0 ? (wanted.Length == 0 ? "" : $"wanted {wanted}")
        : wanted.Length == 0 ? $"found {found}"
        : $"found {found}, wanted {wanted}";

    /// <summary>The value, or the part of it, that the pointer leads to, with the field that it should fill.</summary>
    private static SourceValue Place(
        ColumnDescription description, ValueSource source, string pointer, bool isKey, EncodeContext context,
        out FieldDescriptor field, out bool isElement)
    {
        (field, isElement) = (description.Field, description.Body.Options.IsElement);
        var value = source.Read(context);
        if (value.Kind == ValueKind.Missing) return source.BlockedBy(context);
        if (value.Kind == ValueKind.Error) return source.Misfit(context, out _);
        var start = source.PointerIn(context);
        return pointer.Length > start.Length && pointer.StartsWith(start, StringComparison.Ordinal)
            ? ValueParts.Find(value, pointer[(start.Length + 1)..].Split('/'), isKey, ref field, ref isElement)
            : value;
    }

    private static string ExpressionDetail(ValueSource source, EncodeContext context) =>
        source is ExpressionSource expression ? CelDetail(expression.Evaluate(context)) : "";

    private static string CelDetail(CelValue value) =>
        value.IsError ? $"{CelErrors.Of(value.ErrorCode).Name}, {CelErrorText.MeaningOf(value)}" : "";

    private static string ExplodeDetail(RecordErrorCode code, TablePlan table, EncodeContext context)
    {
        if (table.Explode is not { } explode) return "";
        var value = explode.Source.Read(context);
        return code switch
        {
            RecordErrorCode.WrongType => value.Kind == ValueKind.Missing
                ? BlockingDetail(explode.Source, context)
                : Join(FoundText.Of(value), "an array"),
            RecordErrorCode.TooManyRows =>
                $"found {value.Tape!.CountElements(value.Node)} elements, wanted at most {explode.MaxRows}",
            _ => "",
        };
    }

    /// <summary>The description of a column by its name, which has dots into nested fields.</summary>
    private static ColumnDescription? ColumnNamed(IReadOnlyList<ColumnCodec> columns, string name)
    {
        foreach (var column in columns)
        {
            // An element has the name of its array.
            if (name.StartsWith(column.Name, StringComparison.Ordinal) && ColumnNamed(column.Inner, name) is { } inner)
            {
                return inner;
            }
            if (column.Name == name && column.Description is { } description) return description;
        }
        return null;
    }
}
