using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records;
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
    private readonly IgnoredFields _ignored;
    private bool _hasRescued;

    public ColumnCompiler(
        PathResolver paths, ValueCodecs codecs, PolicySyntax defaults, FieldTypes types, Consumption consumption,
        ReadTracking tracking, bool keepsDocuments, RescuedColumnCompiler rescued, IgnoredFields ignored,
        DiagnosticBag diagnostics)
    {
        _shared = new ColumnContext(paths, defaults, types, consumption, tracking, keepsDocuments, diagnostics);
        _values = new ValueColumnCompiler(_shared, codecs);
        _containers = new ContainerColumnCompiler(_shared, codecs, this);
        _oneofs = new OneofCompiler(diagnostics);
        (_rescued, _defaults, _ignored) = (rescued, defaults, ignored);
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

    /// <summary>Compiles all columns of a table: each field of its message is mapped, ignored or reported.</summary>
    /// <param name="columns">The columns as written.</param>
    /// <param name="message">The message of the table.</param>
    /// <param name="scope">The names that are bound.</param>
    /// <param name="position">The place at which unmapped fields are reported.</param>
    public ColumnCodec[] CompileColumns(
        IReadOnlyList<ColumnSyntax> columns, MessageDescriptor message, CompileScope? scope, TextPosition position)
    {
        var result = CompileFields(columns, message, "", scope, position);
        _ignored.Check(message);
        return result;
    }

    /// <summary>Compiles the fields of a message.</summary>
    /// <param name="columns">The columns as written.</param>
    /// <param name="message">The message that they fill.</param>
    /// <param name="prefix">Prefix of the columns' names in errors: the columns around them, with a dot at the end.</param>
    /// <param name="scope">The names that are bound here.</param>
    /// <param name="position">The place at which unmapped fields are reported.</param>
    public ColumnCodec[] CompileFields(
        IReadOnlyList<ColumnSyntax> columns, MessageDescriptor message, string prefix, CompileScope? scope,
        TextPosition position)
    {
        var names = message.Fields.InDeclarationOrder().Select(f => f.Name).ToHashSet();
        var byName = columns.ToDictionary(c => c.Name.Value);
        foreach (var name in columns.Select(c => c.Name).Where(n => !names.Contains(n.Value)))
        {
            _shared.Diagnostics.Add(
                DiagnosticCodes.UnknownColumn, name.Position, $"{message.FullName} has no field '{name.Value}'",
                Nearest.Hint(name.Value, names));
        }
        var result = new List<ColumnCodec>();
        var unmapped = new List<string>();
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            var name = prefix + field.Name;
            _ignored.Meet(name, byName.ContainsKey(field.Name));
            if (byName.TryGetValue(field.Name, out var column))
            {
                if (CompileField(column, field, prefix, scope) is { } codec) result.Add(codec);
            }
            else if (_shared.IsRequired(field))
            {
                _shared.Diagnostics.Add(
                    DiagnosticCodes.RequiredColumn, _ignored.PlaceOf(name) ?? position,
                    $"the column '{name}' is required (NOT NULL) but has no source");
            }
            else if (_ignored.PlaceOf(name) is null)
            {
                unmapped.Add(name);
            }
        }
        ReportUnmapped(unmapped, prefix, position);
        _oneofs.Guard(result, byName);
        return [.. result];
    }

    private void ReportUnmapped(List<string> names, string prefix, TextPosition position)
    {
        if (prefix.Length == 0)
        {
            foreach (var name in names)
            {
                _shared.Diagnostics.Add(
                    DiagnosticCodes.UnmappedColumn, position, $"the column '{name}' is neither mapped nor ignored",
                    $"ignore: [{name}]");
            }
        }
        else if (names.Count > 0)
        {
            _shared.Diagnostics.Add(
                DiagnosticCodes.UnmappedField, position,
                names.Count == 1
                    ? $"the field '{names[0]}' is neither mapped nor ignored, so it is NULL in every row"
                    : $"the fields '{string.Join("', '", names)}' are neither mapped nor ignored, so they are NULL in every row",
                $"ignore: [{string.Join(", ", names)}], next to `columns`");
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
