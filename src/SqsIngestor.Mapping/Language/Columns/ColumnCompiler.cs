using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Compiles a rescued column; null after a problem, which it has reported.</summary>
internal delegate ColumnCodec? RescuedColumnCompiler(RescuedSourceSyntax syntax, FieldDescriptor field, CompileScope? scope);

/// <summary>Compiles a column as written, and the field that it fills, to a codec.</summary>
internal sealed class ColumnCompiler
{
    private readonly ColumnContext _shared;
    private readonly RescuedColumnCompiler _rescued;
    private readonly ValueColumnCompiler _values;
    private readonly ContainerColumnCompiler _containers;
    private readonly OneofCompiler _oneofs;
    private readonly PolicySyntax _defaults;
    private bool _hasRescued;

    public ColumnCompiler(
        PathResolver paths, ValueCodecs codecs, PolicySyntax defaults, FieldTypes types, Consumption consumption,
        ReadTracking tracking, bool keepsDocuments, RescuedColumnCompiler rescued, DiagnosticBag diagnostics)
    {
        _shared = new ColumnContext(paths, defaults, types, consumption, tracking, keepsDocuments, diagnostics);
        _values = new ValueColumnCompiler(_shared, codecs);
        _containers = new ContainerColumnCompiler(_shared, codecs, this);
        _oneofs = new OneofCompiler(diagnostics);
        (_rescued, _defaults) = (rescued, defaults);
    }

    /// <summary>A policy that rescues needs a rescued column.</summary>
    public void CheckRescues(TextPosition position)
    {
        if ((_shared.Rescuing ?? (_defaults.Rescues ? position : null)) is { } place && !_hasRescued)
        {
            _shared.Diagnostics.Add(
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
            _shared.Diagnostics.Add(
                DiagnosticCodes.UnknownColumn, name.Position, $"{message.FullName} has no field '{name.Value}'",
                Nearest.Hint(name.Value, names));
        }
        foreach (var name in ignored.Values.Where(i => byName.ContainsKey(i.Value)))
        {
            _shared.Diagnostics.Add(DiagnosticCodes.DuplicateKey, name.Position, $"'{name.Value}' is both mapped and ignored");
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
            _shared.Diagnostics.Add(
                DiagnosticCodes.RequiredColumn, ignored?.Position ?? position,
                $"the column '{prefix}{field.Name}' is required (NOT NULL) but has no source");
        }
        else if (ignored is null && ignore is not null)
        {
            _shared.Diagnostics.Add(
                DiagnosticCodes.UnmappedColumn, position, $"the column '{field.Name}' is neither mapped nor ignored",
                $"ignore: [{field.Name}]");
        }
    }

    private ColumnCodec? CompileField(ColumnSyntax column, FieldDescriptor field, string prefix, CompileScope? scope)
    {
        var name = prefix + field.Name;
        if (field is { HasPresence: false, IsRepeated: false })
        {
            _shared.Diagnostics.Add(
                DiagnosticCodes.ImplicitPresence, column.Name.Position,
                $"the field '{name}' cannot distinguish its default value from NULL", "declare the field optional");
        }
        return column.Body is null ? null : CompileBody(column.Body, field, name, column.Name.Position, scope);
    }

    /// <summary>Compiles a column, an element or an entry; null after a problem, which it has reported.</summary>
    public ColumnCodec? CompileBody(
        ColumnBody body, FieldDescriptor field, string name, TextPosition position, CompileScope? scope)
    {
        var codec = CompileForm(body, field, name, position, scope);
        if (codec is not null) codec.Description = new(field, body);
        return codec;
    }

    private ColumnCodec? CompileForm(
        ColumnBody body, FieldDescriptor field, string name, TextPosition position, CompileScope? scope) => body.Source switch
        {
            PathSourceSyntax source => _values.CompilePath(source, body.Options, field, name, position, scope),
            ConstSourceSyntax source => _values.CompileConst(source, body.Options, field, name),
            FieldsSourceSyntax source => _containers.CompileStruct(source, body.Options, field, name, scope),
            EachSourceSyntax source => _containers.CompileEach(source, body.Options, field, name, scope),
            EntriesSourceSyntax source => _containers.CompileEntries(source, body.Options, field, name, scope),
            ConcatSourceSyntax source => _values.CompileConcat(source, body.Options, field, name, position, scope),
            ExpressionSourceSyntax source => _values.CompileExpression(source, body.Options, field, name, position, scope),
            RescuedSourceSyntax source => CompileRescued(source, field, name, scope),
            _ => throw new UnreachableException(),
        };

    private ColumnCodec? CompileRescued(RescuedSourceSyntax source, FieldDescriptor field, string name, CompileScope? scope)
    {
        if (name != field.Name || _hasRescued)
        {
            _shared.Refuse(
                source.Position,
                name != field.Name
                    ? "only a top-level column can be the rescued column"
                    : "a table can have only one rescued column");
            return null;
        }
        _hasRescued = true;
        return _rescued(source, field, scope);
    }
}
