using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>
/// Checks that tests name existing tables, columns and errors; otherwise they would pass without testing anything.
/// </summary>
internal sealed class TestCheck(MappingPlan plan, DiagnosticBag diagnostics)
{
    private static readonly string[] Codes = [.. RecordErrorCodes.All.Select(c => c.Text)];

    public void Check(TestSyntax test)
    {
        foreach (var expected in test.Tables ?? []) CheckTable(expected, test);
        foreach (var code in test.Errors.Select(e => e.Code).OfType<YamlScalar>().Where(c => !Codes.Contains(c.Value)))
        {
            diagnostics.Add(
                DiagnosticCodes.TestUnknownErrorCode, code.Position, $"no record error has the code '{code.Value}'",
                Nearest.Hint(code.Value, Codes));
        }
        foreach (var column in test.Errors.Select(e => e.Column).OfType<YamlScalar>()) CheckColumn(column);
    }

    private void CheckTable(TestTableSyntax expected, TestSyntax test)
    {
        var names = plan.Targets.Select(t => t.Name).ToList();
        var table = expected.Table is { } name
            ? plan.Targets.FirstOrDefault(t => t.Name == name.Value)
            : plan.Tables.Count == 1
            ? plan.Targets[plan.Tables[0].Target]
            : null;
        if (table is null)
        {
            diagnostics.Add(DiagnosticCodes.TestUnknownTable, (expected.Table ?? test.Name).Position,
                expected.Table is null
                    ? "name the table of these rows: the file has several"
                    : $"the file has no table '{expected.Table.Value}'; it has {string.Join(", ", names)}",
                expected.Table is null ? $"one of {string.Join(", ", names)}" : Nearest.Hint(expected.Table.Value, names));
            return;
        }
        var message = TargetMessage.Of(table);
        foreach (var row in expected.Rows) CheckFields(row, message, table.Name, "");
    }

    /// <summary>Every key of a row, and of the STRUCTs in it, is a field.</summary>
    private void CheckFields(YamlMapping row, MessageDescriptor message, string table, string prefix)
    {
        var names = message.Fields.InDeclarationOrder().Select(f => f.Name).ToList();
        foreach (var (key, value) in row.Entries)
        {
            if (message.FindFieldByName(key.Value) is { } field)
            {
                CheckValue(Part(value, field), field, field.IsRepeated, table, prefix + field.Name);
                continue;
            }
            diagnostics.Add(
                DiagnosticCodes.TestUnknownColumn, key.Position, $"{table} has no column '{prefix}{key.Value}'",
                Nearest.Hint(key.Value, names));
        }
    }

    private void CheckValue(YamlNode value, FieldDescriptor field, bool isRepeated, string table, string name)
    {
        if (field.FieldType is not (FieldType.Message or FieldType.Group)) return;
        if (field.IsMap)
        {
            var entry = field.MessageType.FindFieldByNumber(2);
            foreach (var (_, member) in (value as YamlMapping)?.Entries ?? [])
                CheckValue(Part(member, entry), entry, false, table, $"{name}.value");
        }
        else if (isRepeated)
        {
            foreach (var item in (value as YamlSequence)?.Items ?? []) CheckValue(item, field, false, table, name);
        }
        else if (value is YamlMapping row)
        {
            CheckFields(row, field.MessageType, table, name + ".");
        }
    }

    /// <summary>What stands under <c>contains</c>, if the value is a mapping with only that.</summary>
    private static YamlNode Part(YamlNode value, FieldDescriptor field) =>
        value is YamlMapping { Entries: [{ Key.Value: "contains", Value: var part }] }
        && !FieldPaths.Below(field).Contains("contains")
            ? part
            : value;

    /// <summary>The column of an expected error is one of a table, or a field below one.</summary>
    private void CheckColumn(YamlScalar column)
    {
        // The row of the quarantine table never fails.
        var messages = plan.Tables.Select(table => table.Message).ToList();
        if (messages.Exists(message => FieldPaths.Resolve(message, column.Value) is not null)) return;
        var names = messages.SelectMany(message => Near(message, column.Value));
        diagnostics.Add(
            DiagnosticCodes.TestUnknownColumn, column.Position, $"no table of the file has a column '{column.Value}'",
            Nearest.Hint(column.Value, names));
    }

    /// <summary>The names that the first wrong part of a name could have been.</summary>
    private static IEnumerable<string> Near(MessageDescriptor message, string name)
    {
        var steps = name.Split('.');
        for (var count = steps.Length - 1; count > 0; count--)
        {
            var around = string.Join('.', steps[..count]);
            if (FieldPaths.Resolve(message, around) is { } field)
                return FieldPaths.Below(field).Select(below => $"{around}.{below}");
        }
        return message.Fields.InDeclarationOrder().Select(field => field.Name);
    }
}
