using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
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

    public SourceColumn? CompilePath(
        PathSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var resolved = syntax.Alternatives.Select(p => shared.Read(p, scope)).OfType<ResolvedPath>().ToList();
        if (resolved.Count < syntax.Alternatives.Count
            || _values.Compile(resolved, options, field, name, position) is not { } value)
        {
            return null;
        }
        return new SourceColumn(
            name, value.Source, value.Codec, shared.IsRequired(field, options), shared.Policies(options, position),
            DefaultField(options, field), shared.Tracking);
    }

    public SourceColumn? CompileConst(ConstSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name)
    {
        var constant = new ConstantSource(syntax.Value.Value, syntax.Value.Kind);
        if ((field.IsRepeated && !options.IsElement) || IsStruct(field))
        {
            shared.Refuse(syntax.Position, $"'{name}' is not a single value; a constant cannot fill it");
            return null;
        }
        var kind = constant.Value.Kind == ValueKind.Null ? (ValueKind?)null : constant.Value.Kind;
        if (_values.Compile([new(constant, null, kind)], options, field, name, syntax.Position) is not var (source, codec))
        {
            return null;
        }
        var code = ColumnValues.Try(source, codec);
        if (code == RecordErrorCode.None)
        {
            return new SourceColumn(name, source, codec, field.IsRequired, ColumnPolicies.Standard, [], shared.Tracking);
        }
        shared.Refuse(
            syntax.Position,
            $"the constant does not fit '{name}' ({field.FieldType.ToString().ToLowerInvariant()}): {code.ToText()}");
        return null;
    }

    public SourceColumn? CompileConcat(
        ConcatSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var parts = new List<ValueSource>();
        foreach (var (path, literal) in syntax.Parts)
        {
            if (path is null && literal.Value.StartsWith('$')) return null;
            var part = path is null
                ? new ResolvedPath(new ConstantSource(literal.Value, ValueKind.String), null, null)
                : shared.Read(path, scope);
            if (part is null) return null;
            parts.Add(part.Source);
        }
        return CompileSource(
            new ResolvedPath(new ConcatSource([.. parts]), null, ValueKind.String), options, field, name, position);
    }

    public SourceColumn? CompileExpression(
        ExpressionSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var compiler = new ExpressionCompiler(shared.Paths, shared.Diagnostics);
        if (compiler.Compile(syntax.Text, scope, null, out var program) is not { } expression) return null;
        ValueKind? kind = program!.ResultType.Kind == CelTypeKind.Timestamp ? ValueKind.Instant : null;
        return CompileSource(new ResolvedPath(expression, null, kind), options, field, name, position);
    }

    private SourceColumn? CompileSource(
        ResolvedPath resolved, ColumnOptions options, FieldDescriptor field, string name, TextPosition position)
    {
        if (_values.Compile([resolved], options, field, name, position) is not { } value) return null;
        return new SourceColumn(
            name, value.Source, value.Codec, shared.IsRequired(field, options), shared.Policies(options, position),
            DefaultField(options, field), shared.Tracking);
    }

    private static bool IsStruct(FieldDescriptor field) =>
        field.FieldType is FieldType.Message or FieldType.Group && WellKnownTypes.Find(field) is null;

    private byte[] DefaultField(ColumnOptions options, FieldDescriptor field)
    {
        if (options.Policies.Default is not { } value) return [];
        var writer = new RecordWriter(capacity: 32);
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
        return writer.WrittenSpan.ToArray();
    }
}
