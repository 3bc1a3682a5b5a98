using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Rescue;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>Compiles one table of a mapping file with its message in the descriptor set.</summary>
/// <param name="file">The file around it.</param>
/// <param name="descriptors">The descriptor set.</param>
/// <param name="paths">Shared by all tables of the file.</param>
/// <param name="rescues">Shared by all tables of the file.</param>
/// <param name="targets">Receives the table.</param>
/// <param name="options">Can contain the name of a file's only table.</param>
/// <param name="known">What is known of the table of a message, by its full name; null for nothing.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class TableCompiler(
    MappingSyntax file, DescriptorSet descriptors, PathResolver paths, RescueCompiler rescues, TargetTables targets,
    MappingCompilerOptions options, Func<string, TableTypes?> known, DiagnosticBag diagnostics)
{
    public TablePlan? Compile(TableSyntax syntax)
    {
        var name = TableName(syntax);
        if (FindMessage(syntax, name) is not { } message) return null;
        var when = CompileWhen(syntax);
        var consumption = new Consumption();
        var tracking = RescueCompiler.Tracking(syntax.Columns, syntax.Explode?.Alias.Value);
        var hasPolicies = RescueCompiler.HasPolicies(syntax.Columns, file.Defaults);
        // What stands under a pointer needs its place in the document.
        var keepsDocuments = tracking == ReadTracking.Parts || (tracking != ReadTracking.None && hasPolicies);
        var (explode, scope) = CompileExplode(syntax, consumption, keepsDocuments);
        var types = Types(syntax, message);
        var codecs = new ValueCodecs(
            syntax.Auto?.Names ?? MemberNames.Same, file.Enums, file.Defaults, types, descriptors.Messages);
        var ignored = new IgnoredFields(syntax.Ignore, diagnostics);
        var compiler = new ColumnCompiler(
            paths,
            codecs,
            file.Defaults,
            types,
            consumption,
            tracking,
            keepsDocuments,
            (column, field, outer) => rescues.Compile(column, field, types.Of(field)?.Limit, outer, hasPolicies),
            ignored,
            diagnostics);
        var written = AutoColumns.Add(syntax, message, types, ignored);
        if (syntax.Auto is { } auto && written.Count == syntax.Columns.Count)
            diagnostics.Add(DiagnosticCodes.Idle, auto.From.Position, "'auto' has no field left to fill");
        CheckRowWithoutElement(syntax, written, message, types);
        var columns = compiler.CompileColumns(written, message, scope, syntax.ColumnsPosition);
        compiler.CheckRescues(syntax.ColumnsPosition);
        RescueGaps.Check(
            written, syntax.Explode is { } array ? (array.Alias.Value, array.Path) : null, message, diagnostics);
        if (name is null) return null;
        if (scope is not null) scope.Element.Shape = ElementShape(syntax, scope, consumption);
        var rescued = Array.FindIndex(columns, c => c is RescuedColumn);
        if (rescued >= 0) ((RescuedColumn)columns[rescued]).Complete(consumption);
        return new TablePlan(name, message)
        {
            Target = targets.Add(name, message, syntax.Table?.Position ?? syntax.Position),
            Position = syntax.ColumnsPosition,
            When = when,
            BodyShape = paths.Payload.Body is { } body ? consumption.ShapeOf(body) : ContainerShape.Any,
            Explode = explode,
            Types = types,
            Tracking = tracking,
            Columns = [.. columns.Where(c => c is not RescuedColumn)],
            Rescued = rescued < 0 ? null : columns[rescued],
            RescuedIndex = rescued,
        };
    }

    /// <summary>What the table takes; reports why no table can have the message.</summary>
    private FieldTypes Types(TableSyntax syntax, MessageDescriptor message)
    {
        if (known(message.FullName) is not { } table) return FieldTypes.None;
        foreach (var problem in table.Problems)
        {
            diagnostics.Add(
                DiagnosticCodes.NoDeltaType, syntax.Message?.Position ?? syntax.ColumnsPosition,
                $"{message.FullName}: {problem}");
        }
        return FieldTypes.Of(message, table.Columns);
    }

    /// <summary>Warns of a column that fails in each row without an element.</summary>
    private void CheckRowWithoutElement(
        TableSyntax syntax, IReadOnlyList<ColumnSyntax> columns, MessageDescriptor message, FieldTypes types)
    {
        if (syntax.Explode is not { } explode) return;
        if (explode.Empty != EmptyExplode.Row && explode.Absent != EmptyExplode.Row) return;
        var alias = explode.Alias.Value;
        foreach (var column in columns)
        {
            if (column.Body is not { Source: PathSourceSyntax source, Options: var options }
                || message.FindFieldByName(column.Name.Value) is not { } field
                || !source.Alternatives.All(path => path.Root == alias || path.Root == alias + "_index"))
            {
                continue;
            }
            var policy = options.Policies.Over(file.Defaults).OnMissing;
            var isLeftUnset = policy is Policy.ToNull or Policy.Rescue;
            if (policy != Policy.Fail && !(isLeftUnset && types.IsRequired(field))) continue;
            var key = explode.Empty == EmptyExplode.Row ? "empty: row" : "absent: row";
            diagnostics.Add(
                DiagnosticCodes.Idle, column.Name.Position,
                $"'{key}' never gives a row: without an element, '{column.Name.Value}' has no value, "
                    + (isLeftUnset ? "but is required (NOT NULL)" : "and its on_missing is fail"),
                "a default, or on_missing: skip_row");
        }
    }

    /// <summary>An element that nothing reads is not lost if it is rescued.</summary>
    private static ContainerShape ElementShape(TableSyntax syntax, CompileScope scope, Consumption consumption) =>
        RescueCompiler.RescuesElement(syntax.Columns, scope.ValueName)
            ? ContainerShape.Any
            : consumption.ShapeOf(scope.Trie);

    private Condition? CompileWhen(TableSyntax syntax)
    {
        if (syntax.When is not { } text) return null;
        var expression = new ExpressionCompiler(paths, diagnostics).Compile(text, null, CelType.Bool, out var program);
        if (expression is null) return null;
        if (program!.Dependencies.Count == 0 && program.Evaluate(CelEmptyScope.Instance, new CelContext()).IsFalse)
        {
            diagnostics.Add(DiagnosticCodes.UnreachableTable, text.Position, "this condition is never true");
        }
        return new Condition(expression, file.OnFilterError);
    }

    private (Explode? Explode, CompileScope? Scope) CompileExplode(
        TableSyntax syntax, Consumption consumption, bool keepsDocuments)
    {
        if (syntax.Explode is not { } explode) return (null, null);
        var alias = explode.Alias.Value;
        if (PathRoot.Find(alias) is not null || alias is CompileScope.Item or CompileScope.Key or CompileScope.Value)
        {
            diagnostics.Add(
                DiagnosticCodes.NameTaken, explode.Alias.Position,
                $"'{alias}' is already the name of a part of the source document", "use another alias, such as line");
        }
        else if (!IsName(alias))
        {
            diagnostics.Add(
                DiagnosticCodes.WrongValue, explode.Alias.Position, $"'{alias}' is not a name",
                "letters, digits and underscores, not starting with a digit");
        }
        if (paths.Resolve(explode.Path, null) is not { } resolved)
        {
            return (null, paths.OpenScope(null, new IngestTimeSource(), null, alias, null, new(takesNull: false)));
        }
        if (resolved.Place is not { } place || !resolved.Types.HasFlag(ValueTypes.List))
        {
            var gives = resolved.Place is null ? "" : $"; it is always {resolved.Types.Describe()}";
            diagnostics.Add(
                DiagnosticCodes.TypeMismatch, explode.Path.Position, $"'{explode.Path.Text}' is not an array{gives}");
            return (null, paths.OpenScope(null, resolved.Source, null, alias, null, new(takesNull: false)));
        }
        place.Whole = true;
        consumption.Add(place);
        if (keepsDocuments) paths.Payload.KeepDocument(place);
        var scope = paths.OpenScope(null, resolved.Source, explode.Path, alias, null, new(takesNull: false));
        return (
            new Explode(resolved.Source, scope.Index, explode.Empty, explode.Absent, explode.MaxRows, resolved.OneIsArray),
            scope);
    }

    private string? TableName(TableSyntax syntax)
    {
        var given = file.HasTableList ? null : options.TableName;
        var name = given ?? syntax.Table?.Value;
        var position = syntax.Table?.Position ?? syntax.Position;
        if (name is null)
        {
            if (!file.HasTableList && options.TableNamePlaceholder is { } placeholder) return placeholder;
            diagnostics.Add(DiagnosticCodes.MissingKey, position, "the table has no name",
                file.HasTableList
                    ? "table: catalog.schema.table"
                    : "table: catalog.schema.table, or the environment variable TABLE_NAME");
            return null;
        }
        return TableNameRule.IsValid(name) ? name : targets.RefuseName(name, given is null ? "" : " (from TABLE_NAME)", position);
    }

    private MessageDescriptor? FindMessage(TableSyntax syntax, string? table)
    {
        if (table is not null && syntax.Message is null && file.Descriptor?.Value == UnityCatalogDescriptor.Name
            && descriptors.Find(UnityCatalogDescriptor.MessageName(table)) is { } own)
        {
            return own;
        }
        if (syntax.Message is { } named)
        {
            if (descriptors.Find(named.Value) is { } found) return found;
            diagnostics.Add(DiagnosticCodes.MessageNotFound, named.Position,
                $"{descriptors.Path} has no message '{named.Value}'; it has {List(descriptors.MessageNames)}",
                Nearest.Hint(named.Value, descriptors.MessageNames));
            return null;
        }
        if (descriptors.TopLevelMessages is [var only]) return descriptors.Find(only);
        diagnostics.Add(DiagnosticCodes.MessageAmbiguous, syntax.Position,
            $"the key 'message' is required: the last file of {descriptors.Path} has "
                + $"{descriptors.TopLevelMessages.Count} top-level messages",
            descriptors.TopLevelMessages.Count == 0 ? null : $"one of {List(descriptors.TopLevelMessages)}");
        return null;
    }

    /// <summary>The names that an alias can have, as a regular expression.</summary>
    public const string AliasPattern = "[A-Za-z_][A-Za-z0-9_]*";

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0
            ? "none"
            : all.Count <= 8
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(8))} and {all.Count - 8} more";
    }
}
