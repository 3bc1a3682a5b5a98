using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Compiles the way of a value from source to record: alternatives, transforms, meaning, enum and codec.</summary>
internal sealed class ColumnValues(ValueCodecs codecs, ColumnContext shared)
{
    private readonly DiagnosticBag _diagnostics = shared.Diagnostics;
    private readonly MeaningCompiler _meanings = new(shared.Diagnostics);
    private readonly TransformCompiler _transforms = new(shared.Diagnostics);
    private readonly EnumCompiler _enums = new(codecs.Enums, shared.Diagnostics);

    /// <summary>
    /// A value with several alternatives; the first one that is present and not null is used. Null after a problem.
    /// </summary>
    public ColumnValue? Compile(
        IReadOnlyList<ResolvedPath> alternatives, ColumnOptions options, FieldDescriptor field, string name,
        TextPosition position)
    {
        var types = alternatives.Aggregate(ValueTypes.None, (all, a) => all | a.Types);
        var chain = _transforms.Compile(options.Transform, types);
        types = chain?.Gives ?? ValueTypes.Any;
        var needsContents = NeedsContents(field, options) || chain is { NeedsContents: true };
        if (needsContents)
        {
            foreach (var place in alternatives.SelectMany(a => a.Places)) place.Whole = true;
        }
        var source = alternatives.Count == 1
            ? alternatives[0].Source
            : new FirstPresentSource([.. alternatives.Select(a => a.Source)], shared.Tracking);

        if (chain is { Steps.Length: > 0 }) source = new TransformSource(source, chain.Steps);

        var inside = alternatives.Aggregate(ValueTypes.None, (all, a) => all | a.Inside);
        shared.CheckNullItems(options, field, name, position);
        if (alternatives[0].Source is not ConstantSource) WarnOfTime(options, field, name, position);
        CheckOptions(options, field, name);
        // An expression whose type depends on the message can also give a time.
        var mayBeTime = source is ExpressionSource && types == ValueTypes.Any;
        var fits = TryScalar(options, field, types, mayBeTime, name, position, out var scalar)
            // A constant is tried, which says more than its type.
            && (source is ConstantSource || CheckShape(options, field, types, name, position))
            && (inside == ValueTypes.Any || chain is not { Steps.Length: 0 }
                || new PartTypes(codecs, options, _diagnostics).CanBeFilled(field, inside, name, position));
        if (!fits || chain is null) return null;
        return new(
            source,
            codecs.Create(
                field, options, scalar, source is not (TransformSource or ExpressionSource),
                chain.Steps.Length == 0 && alternatives.All(a => a.OneIsArray)),
            chain.MayGive);
    }

    /// <summary>Whether a value that does not depend on the message fits.</summary>
    /// <param name="source">Reads the value.</param>
    /// <param name="codec">Writes it.</param>
    /// <param name="absence">Missing or Null if there is no value for the codec; otherwise Error.</param>
    /// <param name="losses">What the value loses.</param>
    public static RecordErrorCode Try(
        ValueSource source, ValueCodec codec, out ValueKind absence, out IReadOnlyList<ValueLoss> losses)
    {
        var writer = new RecordWriter(capacity: 32) { Losses = new() };
        var context = new EncodeContext(null, [], MessageMemory.Unbounded);
        var value = source.Read(context);
        var isAbsent = value.Kind == ValueKind.Missing || (value.Kind == ValueKind.Null && !codec.TakesNull);
        absence = isAbsent ? value.Kind : ValueKind.Error;
        var code = value.Kind switch
        {
            _ when isAbsent => RecordErrorCode.None,
            ValueKind.Error => value.ErrorCode,
            _ => codec.TryWrite(value, context, writer),
        };
        losses = writer.Losses.Take(0, writer.Position);
        return code;
    }

    /// <summary>
    /// Coerces a column's default. It has the column's meaning. It is not transformed and not looked up in an enum table, because
    /// it is the value to write.
    /// </summary>
    public ValueCodec DefaultCodec(ColumnOptions options, FieldDescriptor field)
    {
        // Problems of the meaning have been reported with the column.
        var scalar = options.As is null
            ? null
            : new MeaningCompiler(new DiagnosticBag(""))
                .Create(options.As, options, field, ValueTypes.Any | ValueTypes.Instant);
        return codecs.Create(field, options, scalar, isOfMessage: false);
    }

    /// <summary>The codec of one value, with its meaning; null for the field type's own.</summary>
    private bool TryScalar(
        ColumnOptions options, FieldDescriptor field, ValueTypes types, bool mayBeTime, string name, TextPosition position,
        out ScalarCodec? scalar)
    {
        scalar = null;
        var element = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        if (options.As is { } meaning)
        {
            // The types inside an array or object are not known.
            var known = !IsSingle(field, options) || mayBeTime ? ValueTypes.Any | ValueTypes.Instant : types;
            scalar = _meanings.Create(meaning, options, element, known);
            return scalar is not null;
        }
        _meanings.CheckOptions(null, options);
        if (types.HasFlag(ValueTypes.Instant) && WellKnownTypes.Find(element)?.Takes.HasFlag(ValueTypes.Instant) != true)
        {
            _diagnostics.Add(
                DiagnosticCodes.TypeMismatch, position, $"the source of '{name}' is a time; say how to store it",
                "as: timestamp, or as: date");
            return false;
        }
        if (options.Enum is not null || options.FoldCase is not null)
        {
            return (scalar = _enums.Create(options, element, shared.LimitOf(element))) is not null;
        }
        return true;
    }

    /// <summary>Some options are for some types only.</summary>
    private void CheckOptions(ColumnOptions options, FieldDescriptor field, string name)
    {
        var element = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        if (options.StrictPlace is { } strict && options.As is null && !IsNumber(element))
        {
            _diagnostics.Add(
                DiagnosticCodes.OptionOutOfPlace, strict,
                $"'strict' is for numbers; '{name}' takes {element.FieldType.ToString().ToLowerInvariant()}");
        }
        if (options.NullItemsPlace is { } items && !field.IsMap && (!field.IsRepeated || options.IsElement))
        {
            _diagnostics.Add(
                DiagnosticCodes.OptionOutOfPlace, items,
                $"'null_items' is for the elements of an ARRAY or MAP; '{name}' is neither");
        }
    }

    private static bool IsNumber(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String or FieldType.Bytes or FieldType.Bool or FieldType.Enum => false,
        FieldType.Message or FieldType.Group => WellKnownTypes.Find(field)?.CreateStrict is not null,
        _ => true,
    };

    private void WarnOfTime(ColumnOptions options, FieldDescriptor field, string name, TextPosition position)
    {
        if (options.As is not null || !MeaningCompiler.LooksLikeTime(field)) return;
        _diagnostics.Add(
            DiagnosticCodes.TimeWithoutAs, position, $"'{name}' looks like a time, but is stored as a plain number",
            "as: timestamp, or as: date");
    }

    /// <summary>Only an array fills a repeated field, and only an object fills a map or a message.</summary>
    private bool CheckShape(ColumnOptions options, FieldDescriptor field, ValueTypes types, string name, TextPosition position)
    {
        var (takes, what) = field.IsMap ? (ValueTypes.Object, "a MAP takes an object")
            : !IsSingle(field, options) ? (ValueTypes.List, "an ARRAY takes an array")
            : WellKnownTypes.Find(field) is { } type ? (type.Takes, null)
            : field.FieldType is FieldType.Message or FieldType.Group ? (ValueTypes.Object, "a STRUCT takes an object")
            : options.As is not null ? (ValueTypes.Any | ValueTypes.Instant, null)
            : (types & ValueTypes.Textual) == 0 ? (ValueTypes.Textual, "the column takes a single value")
            : (codecs.Takes(field, options), null);
        if ((types & takes) != 0) return true;
        // Nearly every column fits, so the words for its type are made here.
        what ??= $"{Describe(options, field)} takes {takes.Describe()}";
        _diagnostics.Add(
            DiagnosticCodes.TypeMismatch, position,
            $"'{name}' can never be filled: {what}, but the source gives {types.Describe()}",
            options.Transform.Count == 0 ? TransformOf(takes, types) ?? JsonOf(options, field, types) : null);
        return false;
    }

    /// <summary>How a column of text takes an object or an array; null for another column or value.</summary>
    private string? JsonOf(ColumnOptions options, FieldDescriptor field, ValueTypes gives)
    {
        var takesJson = IsSingle(field, options) && field.FieldType == FieldType.String && options.Enum is null;
        if (!takesJson || (gives & ~(ValueTypes.List | ValueTypes.Object)) != 0) return null;
        return codecs.IsVariant(field) ? "as: variant" : "as: json";
    }

    /// <summary>A transform that makes what a column takes of what the source gives; null for none.</summary>
    public static string? TransformOf(ValueTypes takes, ValueTypes gives) => takes switch
    {
        _ when !gives.HasFlag(ValueTypes.Text) => null,
        ValueTypes.Bool => "transform: to_bool",
        ValueTypes.List => "transform: 'split(\",\")'",
        _ => null,
    };

    /// <summary>A column of a single value, or of a well-known type, by its type.</summary>
    private static string Describe(ColumnOptions options, FieldDescriptor field)
    {
        if (WellKnownTypes.Find(field) is { } type) return $"google.protobuf.{type.Name}";
        var how = options.Enum is not null ? "an enum table" : field.FieldType.ToString().ToLowerInvariant();
        return $"{how}{(options.Strict ? " with 'strict'" : "")}";
    }

    private static bool NeedsContents(FieldDescriptor field, ColumnOptions options) =>
        !IsSingle(field, options) || field.FieldType is FieldType.Message or FieldType.Group;

    private static bool IsSingle(FieldDescriptor field, ColumnOptions options) =>
        !field.IsRepeated || (options.IsElement && !field.IsMap);
}

/// <summary>A column's value with everything decided.</summary>
/// <param name="Source">Reads and transforms it.</param>
/// <param name="Codec">Coerces and writes it.</param>
/// <param name="TransformsGive">What the transforms can make of a value that is there.</param>
internal sealed record ColumnValue(ValueSource Source, ValueCodec Codec, Absence TransformsGive);
