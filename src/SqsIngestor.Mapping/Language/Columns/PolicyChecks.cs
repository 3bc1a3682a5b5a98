using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Refuses policies for what the value of a column never is.</summary>
internal sealed class PolicyChecks(ColumnContext shared)
{
    /// <summary>Reports policies for a missing or null value that the source and its transforms never give.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="mayBe">What there can be instead of a value.</param>
    /// <param name="neverMissing">Why the value is never missing.</param>
    /// <param name="neverNull">Why the value is never null.</param>
    /// <param name="otherPolicy">What to use instead of <c>on_missing</c>; null for nothing.</param>
    public void CheckAbsence(
        ColumnOptions options, Absence mayBe, string neverMissing, string neverNull, string? otherPolicy = null)
    {
        if (!mayBe.HasFlag(Absence.Missing) && options.OnMissingPlace is { } missing)
            Refuse(missing, ColumnOptionCatalog.OnMissing.Word, neverMissing, otherPolicy);
        if (!mayBe.HasFlag(Absence.Null) && options.OnNullPlace is { } none)
            Refuse(none, ColumnOptionCatalog.OnNull.Word, neverNull);
        if (mayBe == Absence.None && options.Policies.Default is { } unused)
            Refuse(unused.Position, ColumnOptionCatalog.Default.Word, neverNull);
    }

    /// <summary>Reports policies for a value that is the same for all messages, and fits.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="absence">Missing or Null if that is the value; otherwise Error.</param>
    public void CheckConstant(ColumnOptions options, ValueKind absence)
    {
        const string Same = "the value is the same for all messages";
        var mayBe = absence switch
        {
            ValueKind.Missing => Absence.Missing,
            ValueKind.Null => Absence.Null,
            _ => Absence.None,
        };
        CheckAbsence(options, mayBe, Same, Same);
        if (options.OnErrorPlace is { } error) Refuse(error, ColumnOptionCatalog.OnError.Word, Same);
    }

    /// <summary>Reports <c>on_error</c> for values from outside of the body, which always fit.</summary>
    public void CheckTyped(
        IReadOnlyList<ResolvedPath> paths, ColumnOptions options, FieldDescriptor field, string what)
    {
        if (options.OnErrorPlace is not { } error || !paths.All(path => path.IsTyped)) return;
        var types = paths.Aggregate(ValueTypes.None, (all, path) => all | path.Types);
        if (TakesAll(types, options, field))
            Refuse(error, ColumnOptionCatalog.OnError.Word, $"{what} always fits, if it is there");
    }

    private bool TakesAll(ValueTypes types, ColumnOptions options, FieldDescriptor field)
    {
        if (options.Transform.Count > 0 || options.Enum is not null || field.IsMap || (field.IsRepeated && !options.IsElement)
            || shared.LimitOf(field) is not null)
        {
            return false;
        }

        if (options.As is not null)
            return types == ValueTypes.Instant && options is { NotBefore: null, NotAfter: null };
        return field.FieldType switch
        {
            FieldType.String => !types.HasFlag(ValueTypes.Instant),
            FieldType.Bool => types == ValueTypes.Bool,
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => types == ValueTypes.Number,
            _ => false,
        };
    }

    private void Refuse(TextPosition place, string option, string why, string? hint = null) => shared.Diagnostics.Add(
        DiagnosticCodes.OptionOutOfPlace, place, $"'{option}' has no effect here: {why}", hint);
}
