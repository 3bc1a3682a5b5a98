using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Compilation.Syntax;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Compilation;

/// <summary>One table of a mapping file, with its message found in the descriptor set.</summary>
internal sealed class TableCompiler(DescriptorSet descriptors, ColumnCompiler columns, MappingCompilerOptions options, DiagnosticBag diagnostics)
{
    public TablePlan? Compile(TableSyntax syntax)
    {
        var name = TableName(syntax);
        if (FindMessage(syntax) is not { } message) return null;
        var codecs = columns.CompileFields(syntax.Columns, syntax.Ignore, message, "", null, syntax.ColumnsPosition);
        return name is null ? null : new TablePlan(name, message, SelfContainedDescriptor.Build(message), codecs);
    }

    private string? TableName(TableSyntax syntax)
    {
        var name = options.TableName ?? syntax.Table?.Value;
        var position = syntax.Table?.Position ?? syntax.Position;
        if (name is null)
        {
            if (options.TableNamePlaceholder is { } placeholder) return placeholder;
            diagnostics.Add(DiagnosticCodes.MissingKey, position, "no table is named", "table: catalog.schema.table, or the environment variable TABLE_NAME");
            return null;
        }
        if (name.Split('.') is { Length: 3 } parts && parts.All(p => p.Trim().Length > 0)) return name;
        var origin = options.TableName is null ? "" : " (from TABLE_NAME)";
        diagnostics.Add(DiagnosticCodes.BadTableName, position, $"'{name}'{origin} is not a three-part table name", "catalog.schema.table");
        return null;
    }

    private MessageDescriptor? FindMessage(TableSyntax syntax)
    {
        if (syntax.Message is { } named)
        {
            if (descriptors.Find(named.Value) is { } found) return found;
            diagnostics.Add(DiagnosticCodes.MessageNotFound, named.Position,
                $"{descriptors.Path} has no message '{named.Value}'; it has {List(descriptors.MessageNames)}", Nearest.Hint(named.Value, descriptors.MessageNames));
            return null;
        }
        if (descriptors.TopLevelMessages is [var only]) return descriptors.Find(only);
        diagnostics.Add(DiagnosticCodes.MessageAmbiguous, syntax.Position,
            $"'message' must be given: the last file of {descriptors.Path} has {descriptors.TopLevelMessages.Count} top-level messages",
            descriptors.TopLevelMessages.Count == 0 ? null : $"one of {List(descriptors.TopLevelMessages)}");
        return null;
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "none" : all.Count <= 8 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(8))} and {all.Count - 8} more";
    }
}
