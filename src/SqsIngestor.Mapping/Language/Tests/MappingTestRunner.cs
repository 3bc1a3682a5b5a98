using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>Runs the tests of a mapping file through the encoder that the function uses.</summary>
public sealed class MappingTestRunner
{
    private readonly MappingPlan _plan;
    private readonly Func<string, byte[]> _files;
    private readonly bool _showsValues;
    private readonly Dictionary<TargetTable, RecordInspector> _inspectors;

    private string? QuarantineName => _plan.Quarantine is { } quarantine ? _plan.Targets[quarantine.Target].Name : null;

    /// <summary>Creates a runner for one mapping.</summary>
    /// <param name="plan">The mapping, compiled.</param>
    /// <param name="files">
    /// Reads an event or a body by the name that a test gives it; an <see cref="IOException"/> fails the test.
    /// </param>
    /// <param name="showsValues">Differences show the values that do not fit. Default: no.</param>
    public MappingTestRunner(MappingPlan plan, Func<string, byte[]> files, bool showsValues = false)
    {
        (_plan, _files, _showsValues) = (plan, files, showsValues);
        _inspectors = plan.Targets.ToDictionary(t => t, t => new RecordInspector(plan, t));
    }

    /// <summary>Runs one test. What is wrong with its input makes it fail, and is in the result.</summary>
    public MappingTestResult Run(MappingTest test)
    {
        try
        {
            var payload = TestEvent.Build(test.Syntax.Input, _files);
            var messages = EventInspector.Run(_plan, payload, test.Syntax.Clock ?? MappingTest.DefaultClock, _showsValues);
            return new(test, Compare(test.Syntax, messages)) { Warnings = Warnings(messages) };
        }
        catch (Exception e) when (e is SqsEventException or IOException or UnauthorizedAccessException)
        {
            return new(test, [new("event", "an SQS event", e.Message)]);
        }
    }

    private List<string> Warnings(IReadOnlyList<InspectedMessage> messages) =>
        messages.SelectMany(message => message.Rows)
            .SelectMany(row => _inspectors[row.Table].Warnings(row.Record.Span).Select(warning => $"{row.Table.Name}: {warning}"))
            .Concat(messages.SelectMany(message => message.Hints))
            .Distinct().ToList();

    private List<MappingTestDifference> Compare(TestSyntax test, IReadOnlyList<InspectedMessage> messages)
    {
        var differences = new List<MappingTestDifference>();
        CompareErrors(test, messages, differences);
        if (test.Tables is null) return differences;
        var rows = messages.SelectMany(m => m.Rows).ToLookup(r => r.Table);
        foreach (var table in _plan.Targets)
        {
            // Rows without a table belong to the only table, which comes before the quarantine table.
            var expected =
                test.Tables.FirstOrDefault(t => t.Table is null ? table == _plan.Targets[0] : t.Table.Value == table.Name)?.Rows;
            // Unexpected quarantine rows always fail the test.
            if (expected is null && test.Tables.Count > 0 && table.Name != QuarantineName) continue;
            var reasons = messages.SelectMany(m => m.WithoutRow.Concat(m.SkippedRows)).Where(r => r.Table == table.Name)
                .Select(r => r.Text).Distinct();
            CompareRows(table, expected ?? [], [.. rows[table]], string.Join("; ", reasons), differences);
        }
        return differences;
    }

    private static void CompareErrors(
        TestSyntax test, IReadOnlyList<InspectedMessage> messages, List<MappingTestDifference> differences)
    {
        var next = 0;
        foreach (var message in messages.Where(m => m.Error is not null))
        {
            var wanted = next < test.Errors.Count ? test.Errors[next] : null;
            if (wanted is not null && Is(wanted, message.Error!))
            {
                next++;
            }
            else if (wanted is not null || !IsTaken(message, test))
            {
                next++;
                differences.Add(
                    new(
                        $"message {message.Index}", wanted is null ? "no error" : Describe(wanted), Text(message)));
            }
        }
        differences.AddRange(
            test.Errors.Skip(next).Select(wanted => new MappingTestDifference("messages", Describe(wanted), "no error")));
    }

    /// <summary>Every failure of the message.</summary>
    private static string Text(InspectedMessage message) => string.Join(
        "; ", message.Failures.Select(failure => failure.Error.Text + (failure.Value is { } value ? $" (value: {value})" : "")));

    /// <summary>Whether the test may leave this error out: the mapping handles it, or the test expects no row.</summary>
    private static bool IsTaken(InspectedMessage message, TestSyntax test) =>
        message.Outcome is EncodeOutcome.Dropped or EncodeOutcome.Quarantined
            || (message.Error!.Code == RecordErrorCode.Unrouted && test.Tables is { Count: 0 });

    /// <summary>Whether an error is the expected one: in its column, or in a field below that.</summary>
    private static bool Is(TestErrorSyntax expected, RecordError error) =>
        (expected.Code is null || expected.Code.Value == error.Code.ToText())
            && (expected.Column is not { Value: var column } || error.Column == column
                || error.Column.StartsWith(column + ".", StringComparison.Ordinal));

    private static string Describe(TestErrorSyntax expected) =>
        $"{expected.Code?.Value ?? "an error"}{(expected.Column is null ? "" : $" in column '{expected.Column.Value}'")}";

    private void CompareRows(
        TargetTable table, IReadOnlyList<YamlMapping> expected, List<InspectedRow> actual, string reasons,
        List<MappingTestDifference> differences)
    {
        if (expected.Count != actual.Count)
        {
            var found = Count(actual.Count) + (reasons.Length == 0 ? "" : $" ({reasons})");
            differences.Add(new(table.Name, Count(expected.Count), found));
        }
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var place = $"{table.Name} row {i + 1}";
            if (i >= actual.Count) differences.Add(new(place, YamlJson.Text(expected[i]), "no row"));
            else if (i >= expected.Count) differences.Add(new(place, "no row", _inspectors[table].ToJson(actual[i].Record.Span)));
            else CompareRow(place, table, expected[i], _inspectors[table].ToJson(actual[i].Record.Span), differences);
        }
    }

    private static string Count(int rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private void CompareRow(
        string place, TargetTable table, YamlMapping expected, string actual, List<MappingTestDifference> differences)
    {
        var inspector = _inspectors[table];
        using var row = JsonDocument.Parse(actual, new JsonDocumentOptions { MaxDepth = 256 });
        foreach (var (column, value) in expected.Entries)
        {
            var found = row.RootElement.TryGetProperty(column.Value, out var cell);
            // The compiler refuses a test of a column that does not exist.
            var field = inspector.Message.FindFieldByName(column.Value);
            if (ValueComparison.Matches(value, cell, field, inspector.Meanings.Below(field))) continue;
            // An empty ARRAY or MAP writes nothing to the wire.
            if (!found
                && value is YamlSequence { Items.Count: 0 } or YamlMapping { Entries.Count: 0 }
                && field.IsRepeated)
            {
                continue;
            }
            differences.Add(new($"{place}: {column.Value}", YamlJson.Text(value), found ? cell.GetRawText() : "null"));
        }
    }
}
