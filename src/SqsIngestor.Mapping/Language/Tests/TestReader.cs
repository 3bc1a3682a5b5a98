using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>Reads <c>tests:</c>.</summary>
internal sealed class TestReader(DiagnosticBag diagnostics)
{
    public IReadOnlyList<TestSyntax> Read(YamlNode? node)
    {
        if (node is null) return [];
        if (node is not YamlSequence sequence)
        {
            diagnostics.Add(DiagnosticCodes.WrongKind, node.Position, $"'tests' must be a list of tests, not {node.KindName}");
            return [];
        }
        var tests = sequence.Items.Select(ReadTest).OfType<TestSyntax>().ToList();
        foreach (var same in tests.GroupBy(t => t.Name.Value).SelectMany(g => g.Skip(1)))
        {
            diagnostics.Add(
                DiagnosticCodes.TestNameTaken, same.Name.Position, $"another test is already called '{same.Name.Value}'");
        }
        return tests;
    }

    private TestSyntax? ReadTest(YamlNode node)
    {
        if (KeyReader.Open(node, "a test", diagnostics) is not { } keys) return null;
        var (name, clock) = (keys.TakeScalar("name"), ReadClock(keys.TakeScalar("clock")));
        var input = ReadInput(keys, node);
        var (expect, error) = (keys.Take("expect"), keys.Take("expect_error"));
        keys.Finish("a test");
        if (name is null)
        {
            diagnostics.Add(DiagnosticCodes.MissingKey, node.Position, "the key 'name' is missing", "name: what the test shows");
        }
        if (expect is null && error is null)
        {
            diagnostics.Add(
                DiagnosticCodes.TestWithoutExpectation, node.Position, "the test expects nothing",
                "expect: { catalog.schema.table: [ { column: value } ] }, or expect: {}");
        }
        var (tables, errors) = (ReadExpect(expect), ReadErrors(error));
        return name is null || input is null ? null : new(name, clock, input, tables, errors);
    }

    private DateTimeOffset? ReadClock(YamlScalar? clock)
    {
        if (clock is null) return null;
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (DateTimeOffset.TryParseExact(
                clock.Value, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }
        diagnostics.Add(
            DiagnosticCodes.WrongValue, clock.Position,
            "'clock' is not a time in RFC 3339 format with at most 7 digits of a second",
            "clock: 2026-03-01T12:00:00Z");
        return null;
    }

    private TestInputSyntax? ReadInput(KeyReader keys, YamlNode node)
    {
        var (whole, body, bodyFile) = (keys.Take("event"), keys.Take("body"), keys.TakeScalar("body_file"));
        var (attributes, messageAttributes) = (TakeMapping(keys, "attributes"), TakeMapping(keys, "message_attributes"));
        var given = new YamlNode?[] { whole, body, bodyFile }.Count(each => each is not null);
        if (given != 1)
        {
            diagnostics.Add(
                DiagnosticCodes.TestInput, node.Position,
                given == 0 ? "the test has neither an event nor a body" : "the test has several of event, body and body_file",
                "event: { file: samples/event.json }, or body: { … }, or body_file: samples/body.json");
            return null;
        }
        if (whole is null)
        {
            return new()
            {
                Body = body,
                BodyFile = bodyFile,
                Attributes = attributes,
                MessageAttributes = messageAttributes,
            };
        }
        if (attributes is not null || messageAttributes is not null)
        {
            diagnostics.Add(
                DiagnosticCodes.TestInput, (attributes ?? messageAttributes)!.Position,
                "attributes belong to a body; an event has its own");
        }
        if (whole is not YamlMapping mapping)
        {
            diagnostics.Add(
                DiagnosticCodes.WrongKind, whole!.Position, $"'event' must be a mapping, not {whole.KindName}",
                "event: { file: samples/event.json }");
            return null;
        }
        return mapping.Entries is [{ Key.Value: "file", Value: YamlScalar file }]
            ? new() { File = file }
            : new() { Event = mapping };
    }

    private List<TestTableSyntax>? ReadExpect(YamlNode? node)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlSequence rows:
                return [new(null, Rows(rows))];
            case YamlMapping tables:
                return [.. tables.Entries.Select(e => new TestTableSyntax(e.Key, Rows(e.Value)))];
            default:
                diagnostics.Add(
                    DiagnosticCodes.WrongKind, node.Position,
                    $"'expect' must be rows by table, or the rows of the only table, not {node.KindName}");
                return null;
        }
    }

    private List<YamlMapping> Rows(YamlNode node)
    {
        var items = node is YamlSequence sequence ? sequence.Items : [node];
        foreach (var item in items.Where(i => i is not YamlMapping))
        {
            diagnostics.Add(
                DiagnosticCodes.WrongKind, item.Position, $"a row must be a mapping of columns to values, not {item.KindName}");
        }
        return [.. items.OfType<YamlMapping>()];
    }

    private List<TestErrorSyntax> ReadErrors(YamlNode? node)
    {
        if (node is null) return [];
        var errors = new List<TestErrorSyntax>();
        foreach (var item in node is YamlSequence sequence ? sequence.Items : [node])
        {
            if (KeyReader.Open(item, "'expect_error'", diagnostics) is not { } keys) continue;
            errors.Add(new(keys.TakeScalar("code"), keys.TakeScalar("column")));
            keys.Finish("'expect_error'");
        }
        return errors;
    }

    private YamlMapping? TakeMapping(KeyReader keys, string key)
    {
        if (keys.Take(key) is not { } node) return null;
        if (node is YamlMapping mapping) return mapping;
        diagnostics.Add(
            DiagnosticCodes.WrongKind, node.Position, $"'{key}' must be a mapping of names to values, not {node.KindName}");
        return null;
    }
}
