using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Compiles a rescued column; null after a problem, which it has reported.</summary>
internal delegate ColumnCodec? RescuedColumnCompiler(RescuedSourceSyntax syntax, FieldDescriptor field, CompileScope? scope);

/// <summary>Compiles a column as written, and the field that it fills, to a codec.</summary>
internal sealed class ColumnCompiler(
    PathResolver paths, ValueCodecs codecs, PolicySyntax defaults, Consumption consumption, RescuedColumnCompiler rescued,
    DiagnosticBag diagnostics)
{
    private readonly ColumnValues _values = new(codecs, diagnostics);
    private readonly OneofCompiler _oneofs = new(diagnostics);
    private TextPosition? _rescuing;
    private bool _hasRescued;

    /// <summary>A policy that rescues needs a rescued column.</summary>
    public void CheckRescues(TextPosition position)
    {
        if ((_rescuing ?? (defaults.Rescues ? position : null)) is { } place && !_hasRescued)
        {
            diagnostics.Add(
                DiagnosticCodes.NothingRescues, place, "a policy is rescue, but this table has no rescued column",
                "_rescued: { rescued: { scope: [body] } }");
        }
    }

    /// <summary>Compiles all fields of a message: each is mapped, ignored or reported.</summary>
    /// <param name="columns">The columns as written.</param>
    /// <param name="ignore">Names of the fields to leave unset; null below a column, where unmapped fields are common.</param>
    /// <param name="message">The message that they fill.</param>
    /// <param name="prefix">Prefix of the columns' names in errors: the columns around them, with a dot at the end.</param>
    /// <param name="scope">The names that are bound here.</param>
    /// <param name="position">The place at which unmapped fields are reported.</param>
    public ColumnCodec[] CompileFields(
        IReadOnlyList<ColumnSyntax> columns, IReadOnlyList<YamlScalar>? ignore, MessageDescriptor message, string prefix,
        CompileScope? scope,
        TextPosition position)
    {
        var names = message.Fields.InDeclarationOrder().Select(f => f.Name).ToHashSet();
        var byName = columns.ToDictionary(c => c.Name.Value);
        var ignored = (ignore ?? []).DistinctBy(i => i.Value).ToDictionary(i => i.Value);
        foreach (var name in columns.Select(c => c.Name).Concat(ignore ?? []).Where(n => !names.Contains(n.Value)))
        {
            diagnostics.Add(
                DiagnosticCodes.UnknownColumn, name.Position, $"{message.FullName} has no field '{name.Value}'",
                Nearest.Hint(name.Value, names));
        }
        foreach (var name in ignored.Values.Where(i => byName.ContainsKey(i.Value)))
        {
            diagnostics.Add(DiagnosticCodes.DuplicateKey, name.Position, $"'{name.Value}' is both mapped and ignored");
        }
        var result = new List<ColumnCodec>();
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            if (byName.TryGetValue(field.Name, out var column))
            {
                if (CompileField(column, field, prefix, scope) is { } codec) result.Add(codec);
            }
            else
            {
                ReportUnmapped(field, ignore is null ? null : ignored, prefix, position);
            }
        }
        _oneofs.Guard(result, byName);
        return [.. result];
    }

    private void ReportUnmapped(
        FieldDescriptor field, Dictionary<string, YamlScalar>? ignore, string prefix, TextPosition position)
    {
        var ignored = ignore?.GetValueOrDefault(field.Name);
        if (field.IsRequired)
        {
            diagnostics.Add(
                DiagnosticCodes.RequiredColumn, ignored?.Position ?? position,
                $"the column '{prefix}{field.Name}' is required (NOT NULL) but has no source");
        }
        else if (ignored is null && ignore is not null)
        {
            diagnostics.Add(
                DiagnosticCodes.UnmappedColumn, position, $"the column '{field.Name}' is neither mapped nor ignored",
                $"ignore: [{field.Name}]");
        }
    }

    private ColumnCodec? CompileField(ColumnSyntax column, FieldDescriptor field, string prefix, CompileScope? scope)
    {
        var name = prefix + field.Name;
        if (field is { HasPresence: false, IsRepeated: false })
        {
            diagnostics.Add(
                DiagnosticCodes.ImplicitPresence, column.Name.Position,
                $"the field '{name}' cannot distinguish its default value from NULL", "declare the field optional");
        }
        return column.Body is null ? null : CompileBody(column.Body, field, name, column.Name.Position, scope);
    }

    private ColumnCodec? CompileBody(
        ColumnBody body, FieldDescriptor field, string name, TextPosition position, CompileScope? scope)
    {
        var codec = CompileForm(body, field, name, position, scope);
        if (codec is not null) codec.Description = new(field, body);
        return codec;
    }

    private ColumnCodec? CompileForm(
        ColumnBody body, FieldDescriptor field, string name, TextPosition position, CompileScope? scope) => body.Source switch
        {
            PathSourceSyntax source => CompilePath(source, body.Options, field, name, position, scope),
            ConstSourceSyntax source => CompileConst(source, body.Options, field, name),
            FieldsSourceSyntax source => CompileStruct(source, field, name, scope),
            EachSourceSyntax source => CompileEach(source, body.Options, field, name, scope),
            EntriesSourceSyntax source => CompileEntries(source, body.Options, field, name, scope),
            ConcatSourceSyntax source => CompileConcat(source, body.Options, field, name, position, scope),
            ExpressionSourceSyntax source => CompileExpression(source, body.Options, field, name, position, scope),
            RescuedSourceSyntax source => CompileRescued(source, field, name, scope),
            _ => throw new UnreachableException(),
        };

    private ColumnCodec? CompileRescued(RescuedSourceSyntax source, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (name != field.Name || _hasRescued)
        {
            Refuse(
                source.Position,
                name != field.Name
                    ? "only a top-level column can be the rescued column"
                    : "a table can have only one rescued column",
                null);
            return null;
        }
        _hasRescued = true;
        return rescued(source, field, scope);
    }

    private SourceColumn? CompileConcat(
        ConcatSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var parts = new List<ValueSource>();
        foreach (var (path, literal) in syntax.Parts)
        {
            if (path is null && literal.Value.StartsWith('$')) return null;
            var part = path is null
                ? new ResolvedPath(new ConstantSource(literal.Value, ValueKind.String), null, null)
                : Read(path, scope);
            if (part is null) return null;
            parts.Add(part.Source);
        }
        return CompileSource(
            new ResolvedPath(new ConcatSource([.. parts]), null, ValueKind.String), options, field, name, position);
    }

    private SourceColumn? CompileExpression(
        ExpressionSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var expression = new ExpressionCompiler(paths, diagnostics).Compile(syntax.Text, scope, null, out var program);
        return expression is null
            ? null
            : CompileSource(
                new ResolvedPath(expression, null, program!.ResultType.Kind == CelTypeKind.Timestamp ? ValueKind.Instant : null),
                options, field, name, position);
    }

    private SourceColumn? CompileSource(
        ResolvedPath resolved, ColumnOptions options, FieldDescriptor field, string name, TextPosition position)
    {
        if (_values.Compile([resolved], options, field, name, position) is not { } value) return null;
        return new SourceColumn(
            name, value.Source, value.Codec, field.IsRequired, Policies(options, position), DefaultField(options, field));
    }

    private ColumnPolicies Policies(ColumnOptions options, TextPosition position)
    {
        if (options.Policies.Rescues) _rescuing ??= position;
        return options.Policies.Over(defaults);
    }

    /// <summary>Resolves the path of a column and marks it as consumed.</summary>
    private ResolvedPath? Read(SourcePath path, CompileScope? scope)
    {
        var resolved = paths.Resolve(path, scope);
        if (resolved?.Place is { } place) consumption.Add(place);
        return resolved;
    }

    private SourceColumn? CompilePath(
        PathSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, TextPosition position,
        CompileScope? scope)
    {
        var resolved = syntax.Alternatives.Select(p => Read(p, scope)).OfType<ResolvedPath>().ToList();
        if (resolved.Count < syntax.Alternatives.Count
            || _values.Compile(resolved, options, field, name, position) is not { } value)
        {
            return null;
        }
        return new SourceColumn(
            name, value.Source, value.Codec, field.IsRequired, Policies(options, position), DefaultField(options, field));
    }

    private SourceColumn? CompileConst(ConstSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name)
    {
        var constant = new ConstantSource(syntax.Value.Value, syntax.Value.Kind);
        if ((field.IsRepeated && !options.IsElement) || field.FieldType is FieldType.Message or FieldType.Group)
        {
            Refuse(syntax.Position, $"'{name}' is not a single value; a constant cannot fill it", null);
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
            return new SourceColumn(name, source, codec, field.IsRequired, ColumnPolicies.Standard, []);
        }
        Refuse(
            syntax.Position,
            $"the constant does not fit '{name}' ({field.FieldType.ToString().ToLowerInvariant()}): {code.ToText()}", null);
        return null;
    }

    private StructColumn? CompileStruct(FieldsSourceSyntax syntax, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (field.FieldType is not (FieldType.Message or FieldType.Group) || field.IsMap || (field.IsRepeated && scope is null))
        {
            Refuse(syntax.Position, $"'{name}' is not a STRUCT; `fields` needs one", null);
            return null;
        }
        var presence = syntax.Presence is null ? null : paths.Resolve(syntax.Presence, scope)?.Source;
        var fields = CompileFields(syntax.Fields, null, field.MessageType, name + ".", scope, syntax.Position);
        return new StructColumn(
            name, WireTags.Of(field), field.FieldType == FieldType.Group ? WireTags.EndGroup(field) : 0, presence, fields,
            field.IsRequired);
    }

    private EachColumn? CompileEach(
        EachSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (!field.IsRepeated || field.IsMap)
        {
            Refuse(syntax.Position, $"'{name}' is not an ARRAY; `each` needs one", null);
            return null;
        }
        if (ResolveContainer(syntax.Array, scope) is not { } array) return null;
        var inner = paths.OpenScope(scope, array, "item", null);
        var element = CompileBody(syntax.Element, field, name, syntax.Position, inner);
        if (element is null) return null;
        var policies = Policies(options, syntax.Position);
        return new EachColumn(
            name, array, inner.Index, element, policies, options.NullItems, ValueCodecs.DefaultElement(field));
    }

    private EntriesColumn? CompileEntries(
        EntriesSourceSyntax syntax, ColumnOptions options, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (!field.IsMap)
        {
            Refuse(syntax.Position, $"'{name}' is not a MAP; `entries` needs one", null);
            return null;
        }
        if (ResolveContainer(syntax.Object, scope) is not { } members) return null;
        var inner = paths.OpenScope(scope, members, "value", "key");
        var (keyField, valueField) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
        var key = syntax.Key is { } own
            ? CompileBody(own, keyField, name + ".key", syntax.Position, inner)
            : new SourceColumn(
                name + ".key",
                new ScopeKeySource(inner.Index, members),
                ValueCodecs.CreateElement(keyField, ScalarCodecs.CreateKey(keyField)),
                required: true,
                ColumnPolicies.Standard,
                []);
        var value = CompileBody(syntax.Value, valueField, name + ".value", syntax.Position, inner);
        if (key is null || value is null) return null;
        var policies = Policies(options, syntax.Position);
        return new EntriesColumn(
            name, WireTags.Of(field), members, inner.Index, key, value, policies, options.NullItems);
    }

    private ValueSource? ResolveContainer(SourcePath path, CompileScope? scope)
    {
        if (Read(path, scope) is not { } resolved) return null;
        if (resolved.Place is null)
        {
            Refuse(path.Position, $"'{path.Text}' is neither an object nor an array", null);
            return null;
        }
        resolved.Place.Whole = true;
        return resolved.Source;
    }

    private byte[] DefaultField(ColumnOptions options, FieldDescriptor field)
    {
        if (options.Policies.Default is not { } value) return [];
        var writer = new RecordWriter(capacity: 32);
        if ((field.IsRepeated && !options.IsElement) || field.FieldType is FieldType.Message or FieldType.Group)
        {
            Refuse(value.Position, $"'{field.Name}' is not a single value; `default` needs one", null);
            return [];
        }
        var code =
            _values.DefaultCodec(options, field).TryWrite(new ConstantSource(value.Value, value.Kind).Value, null!, writer);
        if (code != RecordErrorCode.None)
        {
            Refuse(value.Position, $"the default does not fit '{field.Name}': {code.ToText()}", null);
        }
        return writer.WrittenSpan.ToArray();
    }

    private void Refuse(TextPosition position, string message, string? hint) =>
        diagnostics.Add(DiagnosticCodes.TypeMismatch, position, message, hint);
}
