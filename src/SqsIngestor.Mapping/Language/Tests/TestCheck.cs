using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Explain;
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
        foreach (var code in test.Errors.Select(e => e.Code).OfType<Yaml.YamlScalar>().Where(c => !Codes.Contains(c.Value)))
        {
            diagnostics.Add(
                DiagnosticCodes.TestUnknownErrorCode, code.Position, $"no record error has the code '{code.Value}'",
                Nearest.Hint(code.Value, Codes));
        }
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
        var columns = TargetMessage.Of(table).Fields.InDeclarationOrder().Select(f => f.Name).ToHashSet();
        foreach (var column in expected.Rows.SelectMany(r => r.Entries).Select(e => e.Key).Where(k => !columns.Contains(k.Value)))
        {
            diagnostics.Add(
                DiagnosticCodes.TestUnknownColumn, column.Position, $"{table.Name} has no column '{column.Value}'",
                Nearest.Hint(column.Value, columns));
        }
    }
}
