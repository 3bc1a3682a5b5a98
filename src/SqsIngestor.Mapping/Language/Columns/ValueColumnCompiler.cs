using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values.WellKnown;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// Compiles the columns that are filled from one value: <c>from</c>, <c>const</c>, <c>concat</c> and <c>expr</c>. A method
/// returns null after a problem, which it has reported.
/// </summary>
internal sealed class ValueColumnCompiler(ColumnContext shared, ValueCodecs codecs)
{
    private readonly ColumnValues _values = new(codecs, shared);
    private readonly PolicyChecks _policies = new(shared);

    public SourceColumn? CompilePath(
        PathSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var resolved = new List<ResolvedPath>(syntax.Alternatives.Count);
        foreach (var path in syntax.Alternatives)
        {
            if (shared.Read(path, scope) is { } place) resolved.Add(place);
        }
        if (resolved.Count < syntax.Alternatives.Count
            || _values.Compile(resolved, options, field, name, position) is not { } value)
        {
            return null;
        }
        var hasOne = resolved.Exists(static path => path.MayBe == Absence.None);
        var absence = hasOne ? Absence.None : resolved.Aggregate(Absence.None, static (all, path) => all | path.MayBe);
        var what = resolved.Count == 1 ? $"'{syntax.Alternatives[0].Text}'" : "one of the paths";
        _policies.CheckAbsence(
            options, absence | value.TransformsGive, $"{what} always has a value", $"{what} is never null");
        _policies.CheckTyped(resolved, options, field, what);
        return Column(value, options, field, name, position);
    }

    public SourceColumn? CompileConst(ConstSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name)
    {
        var constant = new ConstantSource(syntax.Value.Value, syntax.Value.Kind);
        if ((field.IsRepeated && !options.IsElement) || IsStruct(field))
        {
            shared.Refuse(syntax.Position, $"'{name}' is not a single value; a constant cannot fill it");
            return null;
        }
        var types = ValueTypesText.Of(constant.Value.Kind);
        if (_values.Compile([new(constant, null, types)], options, field, name, syntax.Position) is not { } value
            || !CheckConstant(value, "the constant", options, field, name, syntax.Position, out _))
        {
            return null;
        }
        return new SourceColumn(
            name, value.Source, value.Codec, field.IsRequired, ColumnPolicies.Standard, [], shared.Tracking);
    }

    public SourceColumn? CompileConcat(
        ConcatSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var (parts, absence) = (new List<ValueSource>(), Absence.None);
        foreach (var (path, literal) in syntax.Parts)
        {
            if (path is null && literal.Value.StartsWith('$')) return null;
            var part = path is null
                ? new ResolvedPath(new ConstantSource(literal.Value, ValueKind.String), null, ValueTypes.Text)
                {
                    MayBe = Absence.None,
                }
                : shared.Read(path, scope);
            if (part is null) return null;
            absence |= part.MayBe;
            parts.Add(part.Source);
        }
        if (ConcatLiterals.Misfit(syntax, options, field) is { } misfit)
        {
            shared.Refuse(misfit.Position, $"'{name}' can never be filled: {misfit.Reason}");
            return null;
        }
        var source = new ResolvedPath(new ConcatSource([.. parts]), null, ValueTypes.Text);
        if (_values.Compile([source], options, field, name, position) is not { } value) return null;
        if (!parts.TrueForAll(part => part is ConstantSource))
        {
            _policies.CheckAbsence(
                options, absence | value.TransformsGive, "each part of the text always has a value",
                "no part of it is ever null");
        }
        else if (!CheckConstant(value, "the text", options, field, name, position, out _))
        {
            return null;
        }
        return Column(value, options, field, name, position);
    }

    public SourceColumn? CompileExpression(
        ExpressionSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var compiler = new ExpressionCompiler(shared.Paths, shared.Diagnostics);
        if (compiler.Compile(syntax.Text, scope, null, out var program) is not { } expression) return null;
        var isOptional = program!.ResultType.Kind == CelTypeKind.Optional;
        var result = isOptional ? program.ResultType.Element! : program.ResultType;
        if (ExpressionResult.TypesOf(result) is not { } types)
        {
            shared.Diagnostics.Add(
                DiagnosticCodes.TypeMismatch, syntax.Position,
                $"'{name}' can never be filled: no column takes {ExpressionResult.Describe(result)} that an expression creates",
                ExpressionResult.Hint(result));
            return null;
        }
        if (_values.Compile([new(expression, null, types)], options, field, name, position) is not { } value) return null;
        if (program.Dependencies.Count > 0)
        {
            var missing = isOptional ? Absence.Missing : Absence.None;
            _policies.CheckAbsence(
                options,
                missing | (ExpressionResult.MayBeNull(result) ? Absence.Null : Absence.None) | value.TransformsGive,
                "an expression has a value, null, or the error 'expression'", "the expression is never null",
                "on_error, or an optional such as body.?a");
        }
        else if (!CheckConstant(value, "the result of the expression", options, field, name, syntax.Position, out var absence))
        {
            return null;
        }
        else if (absence != ValueKind.Error)
        {
            var what = options.Policies.Default is null ? "NULL" : "its default";
            shared.Diagnostics.Add(
                DiagnosticCodes.Idle, syntax.Position, $"'{name}' is always {what}: the expression never has another value");
        }
        return Column(value, options, field, name, position);
    }

    private SourceColumn Column(
        ColumnValue value, ColumnOptions options, FieldDescriptor field, string name, TextPosition position) => new(
            name, value.Source, value.Codec, shared.IsRequired(field, options), shared.Policies(options, position),
            DefaultField(options, field), shared.Tracking);

    /// <summary>
    /// Refuses a value that is the same for all messages and fits no row.
    /// </summary>
    /// <param name="value">The value with its codec.</param>
    /// <param name="what">What it is, at the start of a sentence.</param>
    /// <param name="options">The options of the column.</param>
    /// <param name="field">The field.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="position">The place of the value.</param>
    /// <param name="absence">Missing or Null if that is the value; otherwise Error.</param>
    private bool CheckConstant(
        ColumnValue value, string what, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        out ValueKind absence)
    {
        var code = ColumnValues.Try(value.Source, value.Codec, out absence, out var losses);
        var isAbsent = absence != ValueKind.Error;
        if (code == RecordErrorCode.None && !(isAbsent && shared.IsRequired(field, options) && options.Policies.Default is null))
        {
            WarnOfLoss(losses, what, field, name, position);
            _policies.CheckConstant(options, absence);
            return true;
        }
        shared.Refuse(
            position,
            code == RecordErrorCode.None ? $"{what} is null, but '{name}' is required (NOT NULL)"
                : code == RecordErrorCode.Expression ? $"'{name}' can never be filled: the expression always fails"
                : $"{what} does not fit '{name}' ({field.FieldType.ToString().ToLowerInvariant()}): {code.ToText()}");
        return false;
    }

    /// <summary>Warns of a value that is not the same in the row.</summary>
    private void WarnOfLoss(
        IReadOnlyList<ValueLoss> losses, string what, FieldDescriptor field, string name, TextPosition position)
    {
        if (losses.Count == 0) return;
        shared.Diagnostics.Add(
            DiagnosticCodes.DigitsLost, position,
            losses[0] == ValueLoss.Digits
                ? $"'{name}' ({field.FieldType.ToString().ToLowerInvariant()}) does not hold all digits of {what}"
                : $"{what} for '{name}' has digits after the microsecond, which are cut");
    }

    private static bool IsStruct(FieldDescriptor field) =>
        field.FieldType is FieldType.Message or FieldType.Group && WellKnownTypes.Find(field) is null;

    private byte[] DefaultField(ColumnOptions options, FieldDescriptor field)
    {
        if (options.Policies.Default is not { } value) return [];
        var writer = new RecordWriter(capacity: 32) { Losses = new() };
        if ((field.IsRepeated && !options.IsElement) || IsStruct(field))
        {
            shared.Refuse(value.Position, $"'{field.Name}' is not a single value; `default` needs one");
            return [];
        }
        var code =
            _values.DefaultCodec(options, field).TryWrite(new ConstantSource(value.Value, value.Kind).Value, null!, writer);
        if (code != RecordErrorCode.None)
        {
            shared.Refuse(value.Position, $"the default does not fit '{field.Name}': {code.ToText()}");
        }
        WarnOfLoss(writer.Losses.Take(0, writer.Position), "the default", field, field.Name, value.Position);
        return writer.WrittenSpan.ToArray();
    }
}
