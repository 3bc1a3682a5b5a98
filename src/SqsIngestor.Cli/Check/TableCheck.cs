using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Cli.Check;

/// <summary>Compares a mapping and its descriptor with the tables that they write to.</summary>
internal sealed class TableCheck
{
    private readonly string _path;
    private readonly string[] _lines;
    private readonly List<Diagnostic> _found = [];

    private TableCheck(FileInfo file) => (_path, _lines) = (file.ToString(), Files.ReadText(file).Split('\n'));

    /// <summary>Every difference, in the order of the file.</summary>
    /// <param name="mapping">A mapping that compiles.</param>
    /// <param name="find">Finds a table by name; null if it does not exist.</param>
    public static IReadOnlyList<Diagnostic> Run(LoadedMapping mapping, Func<string, CatalogTable?> find)
    {
        var (plan, check) = (mapping.RequirePlan(), new TableCheck(mapping.File));
        foreach (var target in plan.Targets)
        {
            var plans = plan.Tables.Where(table => table.Name == target.Name).ToList();
            check.CheckTarget(target, plans, find(target.Name), mapping.Described.GetValueOrDefault(target.MessageName));
        }

        return check.InOrder();
    }

    /// <summary>Every difference between a mapping and the types that its own descriptor set names, in the same order.</summary>
    /// <param name="mapping">A mapping that compiles.</param>
    public static IReadOnlyList<Diagnostic> RunAlone(LoadedMapping mapping)
    {
        var (plan, check) = (mapping.RequirePlan(), new TableCheck(mapping.File));
        foreach (var target in plan.Targets)
        {
            if (mapping.Described.GetValueOrDefault(target.MessageName) is not { } table) continue;
            var types = TypePaths.Leaves(table).Where(leaf => Says(table, leaf.Type))
                .ToDictionary(leaf => leaf.Path, leaf => leaf.Type);
            foreach (var fields in plan.Tables.Where(each => each.Name == target.Name).Select(MappingOutline.Of))
                check.CheckMeanings(types, fields);
        }

        return check.InOrder();
    }

    private IReadOnlyList<Diagnostic> InOrder() => [
        .. _found.DistinctBy(d => (d.Code, d.Position, d.Message))
            .OrderBy(d => d.Position.Line)
            .ThenBy(d => d.Position.Column)];

    private void CheckTarget(TargetTable target, List<TablePlan> plans, CatalogTable? table, CatalogTable? ownTypes)
    {
        // The quarantine table has no entry in the file.
        var place = plans.Count > 0 ? plans[0].Position : TextPosition.File;
        if (table is null)
        {
            Add(
                DiagnosticCodes.TableNotFound, place, $"--against has no table {target.Name}",
                $"add --against {target.Name}=FILE, with the file of its CREATE TABLE");
            return;
        }

        var findings = IngestTarget.Find(table);
        foreach (var finding in findings)
        {
            Add(
                finding.IsRefusal ? DiagnosticCodes.TableNotWritable : DiagnosticCodes.TableWarning, place, finding.ToString());
        }

        if (findings.Any(finding => finding.IsRefusal)) return;

        var message = DescriptorProto.Parser.ParseFrom(target.DescriptorProto.Span);
        var outlines = plans.Select(p => (Plan: p, Fields: MappingOutline.Of(p))).ToList();
        foreach (var finding in DescriptorComparison.Check(message, table))
        {
            var fields = outlines.SelectMany(o => o.Fields);
            Add(
                Code(finding), Nearest(fields, finding.Path) ?? place,
                finding.Path.Length == 0 ? finding.Message : $"'{finding.Path}': {finding.Message.TrimEnd('.')}");
        }

        foreach (var left in CarriedColumns.Of(table).LeftOut)
        {
            // Nobody misses a column that the table fills in, and one that the descriptor has is an error.
            if (!left.IsUnsupported || message.Field.Any(field => field.Name == left.Column.Name)) continue;
            Add(DiagnosticCodes.ColumnLeftOut, place, $"the column '{left.Column.Name}' is left out: {OneLine(left.Reason)}");
        }

        var said = (ownTypes is null ? [] : TypePaths.Leaves(ownTypes)).Where(leaf => Says(ownTypes!, leaf.Type))
            .ToDictionary(leaf => leaf.Path, leaf => leaf.Type);
        foreach (var (plan, fields) in outlines)
        {
            CheckNotNull(message, table, ownTypes, plan, fields);
            CheckNotNullInside(message, table, ownTypes, fields);
            var described = TypePaths.Leaves(Described(message)).Select(leaf => leaf.Path).ToHashSet();
            CheckMeanings(
                TypePaths.Leaves(table).Where(leaf => described.Contains(leaf.Path))
                    .ToDictionary(leaf => leaf.Path, leaf => leaf.Type),
                fields, said);
        }
    }

    /// <summary>
    /// Whether a descriptor set says that a field has a type. A set that no table is named in may leave types out, and then says
    /// only what protobuf has.
    /// </summary>
    private static bool Says(CatalogTable table, DeltaType type) =>
        !table.HasDefaultSchema
            || (ProtobufTypes.Of(type.Kind) is { } wire && ProtobufTypes.ToDelta(wire) is { } plain && plain != type.Kind);

    private void CheckNotNull(
        DescriptorProto message, CatalogTable table, CatalogTable? ownTypes, TablePlan plan, IReadOnlyList<MappedField> fields)
    {
        foreach (var column in table.Columns.Where(column => column.MustHaveValue))
        {
            if (message.Field.FirstOrDefault(field => field.Name == column.Name) is not { } own
                || own.Label == FieldDescriptorProto.Types.Label.Required)
            {
                continue;
            }
            // The field of an ARRAY or a MAP cannot be required. Its type in the descriptor set says whether it is NOT NULL.
            if (own.Label == FieldDescriptorProto.Types.Label.Repeated
                && ownTypes?.Columns.FirstOrDefault(each => each.Name == column.Name) is { Nullable: false })
            {
                continue;
            }
            if (fields.FirstOrDefault(field => field.Path == column.Name) is { } mapped)
            {
                Add(
                    DiagnosticCodes.NotNullOptional, mapped.Position,
                    $"the column '{column.Name}' is {column.Type} NOT NULL, and the descriptor has it as optional");
            }
            else
            {
                Add(
                    DiagnosticCodes.NotNullUnset, plan.Position,
                    $"the column '{column.Name}' is {column.Type} NOT NULL, and the mapping does not set it");
            }
        }
    }

    /// <summary>NOT NULL fields of STRUCTs, also in ARRAYs and MAPs.</summary>
    private void CheckNotNullInside(
        DescriptorProto message, CatalogTable table, CatalogTable? ownTypes, IReadOnlyList<MappedField> fields)
    {
        var optional = TypePaths.Fields(Described(message)).Where(field => field.Field.Nullable)
            .Select(field => field.Path).ToHashSet();
        var described = (ownTypes is null ? [] : TypePaths.Fields(ownTypes)).Where(field => !field.Field.Nullable)
            .Select(field => field.Path).ToHashSet();
        foreach (var (path, field) in TypePaths.Fields(table))
        {
            if (field.Nullable || !optional.Contains(path)) continue;
            if (field.Type is ArrayType or MapType && described.Contains(path)) continue;
            if (Nearest(fields, path) is not { } position) continue;
            Add(
                DiagnosticCodes.NotNullOptional, position,
                $"'{path}' is {field.Type} NOT NULL, and the descriptor has it as optional");
        }
    }

    /// <param name="types">The types of the columns and of what is inside them, by their paths.</param>
    /// <param name="fields">What the mapping fills.</param>
    /// <param name="described">The types of the descriptor set, if the others are those of a table; null otherwise.</param>
    private void CheckMeanings(
        Dictionary<string, DeltaType> types, IReadOnlyList<MappedField> fields,
        Dictionary<string, DeltaType>? described = null)
    {
        foreach (var (path, type) in types)
        {
            if (Nearest(fields, path) is not { } position || IsLeftOut(fields, path)) continue;
            var meaning = fields.FirstOrDefault(field => field.Path == path && field.As is not null)?.As;
            var own = described?.GetValueOrDefault(path);
            var found = ColumnMeaning.Check(meaning, type)
                ?? (own is null ? null : ColumnMeaning.CheckDescribed(meaning, own, type));
            if (found is not var (code, problem)) continue;
            var isOwn = fields.Any(
                field => field.Path == path || $"{field.Path}.element" == path || $"{field.Path}.value" == path);
            Add(
                code, position, $"'{path}': {problem}",
                code == DiagnosticCodes.AsDiffers || ColumnMeaning.Hint(type) is null ? null
                    : isOwn ? ColumnMeaning.Hint(type)
                    : $"fill it by itself, with fields, each or entries, and {ColumnMeaning.Hint(type)}");
        }
    }

    /// <summary>The descriptor as a table, for its paths.</summary>
    private static CatalogTable Described(DescriptorProto message) =>
        MessageTable.Read(
            new FileDescriptorSet { File = { new FileDescriptorProto { Name = "table.proto", MessageType = { message } } } },
            message.Name);

    private static DiagnosticCode Code(DescriptorFinding finding) => finding.Code switch
    {
        "unknown_column" => DiagnosticCodes.FieldNotInTable,
        "missing_not_null" => DiagnosticCodes.NotNullMissing,
        "generated_column" => DiagnosticCodes.ColumnGenerated,
        "unsupported_type" => DiagnosticCodes.ColumnUnsupported,
        "too_many_columns" => DiagnosticCodes.TableNotWritable,
        "wrong_type" or "wrong_shape" or "unresolved_type" or "duplicate_field" or "bad_field_number" or "bad_map_entry"
            => DiagnosticCodes.ColumnTypeDiffers,
        _ => throw new UnreachableException(),
    };

    /// <summary>The position of the field in the mapping, or of the nearest field around it.</summary>
    private static TextPosition? Nearest(IEnumerable<MappedField> fields, string path) => fields
        .Where(field => path == field.Path || path.StartsWith(field.Path + ".", StringComparison.Ordinal))
        .OrderByDescending(field => field.Path.Length).ThenByDescending(field => field.As is not null).FirstOrDefault()?.Position;

    /// <summary>Whether a mapping fills the fields around a path one by one, and not what stands there.</summary>
    private static bool IsLeftOut(IReadOnlyList<MappedField> fields, string path)
    {
        if (fields.Any(field => field.Path == path)) return false;
        var around = fields.Where(field => path.StartsWith(field.Path + ".", StringComparison.Ordinal))
            .MaxBy(field => field.Path.Length)!.Path;
        return fields.Any(field => field.Path.StartsWith(around + ".", StringComparison.Ordinal));
    }

    private static string OneLine(string reason) => reason.Replace("\n", " ", StringComparison.Ordinal).TrimEnd('.');

    private void Add(DiagnosticCode code, TextPosition position, string message, string? hint = null) =>
        _found.Add(
            new Diagnostic(
                code, _path, position, message, hint,
                position.Line >= 1 && position.Line <= _lines.Length ? _lines[position.Line - 1] : null));
}
