using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Output;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>Compares samples with a mapping: what no column reads, and which samples it refuses.</summary>
internal sealed partial class MappingGaps
{
    private const string Elements = NewColumns.Elements;
    private const string Entries = NewColumns.Entries;

    private readonly WideMapping _mapping;
    private readonly CatalogTable _table;
    private readonly EvidenceBudget _budget = new(keepsValues: false);
    private readonly Dictionary<string, (IReadOnlyList<string> Parts, ValueEvidence Values)> _rest = [];
    private readonly Dictionary<(string Place, string Code), long> _refused = [];
    private readonly EnvelopeGaps _envelopes;
    private readonly bool _isOnly;
    private long _messages;
    private long _twice;
    private string? _firstTwice;

    private MappingGaps(WideMapping mapping, CatalogTable table)
    {
        (_mapping, _table, _envelopes) = (mapping, table, new EnvelopeGaps(mapping));
        _isOnly = mapping.Plan.Tables.DistinctBy(each => each.Name).Count() == 1;
    }

    /// <summary>Runs the samples through the mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="table">The table of it to compare with.</param>
    /// <param name="files">The samples.</param>
    public static (IReadOnlyList<TableGap> Gaps, long Messages) Find(
        WideMapping mapping, CatalogTable table, IReadOnlyList<SampleFile> files)
    {
        var gaps = new MappingGaps(mapping, table);
        foreach (var sample in files.SelectMany(file => file.Read()))
        {
            gaps.Add(sample);
        }

        return (gaps.ToList(), gaps._messages);
    }

    private static IReadOnlyList<InspectedMessage> Inspect(MappingPlan plan, Sample sample)
    {
        try
        {
            return EventInspector.Run(plan, sample.ToEvent(), DateTimeOffset.UnixEpoch);
        }
        catch (SqsEventException)
        {
            // The message lacks what the service sets, such as its id.
            return EventInspector.Run(plan, EventInput.OfBodies(sample.Body ?? ""), DateTimeOffset.UnixEpoch);
        }
    }

    private List<TableGap> ToList()
    {
        var (gaps, columns) = (new List<TableGap>(), new NewColumns(_table));
        var rescued = _mapping.Rescued(_table.Name.ToString());
        foreach (var (path, (parts, values)) in _rest)
        {
            var type = new TypeChoice(keepsNames: false).Choose(values, Member(parts)).Delta;
            if (columns.Wanted(parts) is { } wanted && _mapping.Ignores(wanted))
            {
                var text = $"the samples have {type}, and the mapping ignores the column {wanted}";
                gaps.Add(new TableGap(GapKind.Note, path, text, null, null));
                continue;
            }

            var statement = rescued is null && columns.Take(parts) is { } column
                ? TableGaps.Add(CreateTableText.FullName(_table.Name), column, type)
                : null;
            gaps.Add(
                new TableGap(rescued is null ? GapKind.Unread : GapKind.Rescued, path, type.ToString(), rescued, statement));
        }

        foreach (var ((place, code), count) in _refused)
        {
            gaps.Add(
                new TableGap(
                    GapKind.Refused, place,
                    string.Create(CultureInfo.InvariantCulture, $"{count} of {_messages} samples have the error {code}"), null,
                    null));
        }

        gaps.AddRange(_envelopes.ToList(_messages));
        gaps.AddRange(TableGap.Twice(_twice, _messages, _firstTwice));
        return gaps;
    }

    private void Add(Sample sample)
    {
        if (DuplicateNames.In(sample.Body))
        {
            _twice++;
            _firstTwice ??= sample.Place;
        }

        _envelopes.Add(sample.Body);
        var messages = Inspect(_mapping.Plan, sample);
        var isRefused = messages.Any(IsRefused);
        var tolerated = isRefused && _mapping.Tolerant is { } tolerant ? Inspect(tolerant, sample) : messages;
        foreach (var (message, again) in messages.Zip(tolerated))
        {
            _messages++;
            if (!IsRefused(message))
            {
                AddRows(_mapping.Plan, message, ofRefused: false);
                continue;
            }

            AddErrors(message);
            if (!IsRefused(again)) AddRows(_mapping.Tolerant!, again, ofRefused: true);
        }
    }

    private static bool IsRefused(InspectedMessage message) =>
        message.Outcome is EncodeOutcome.Failed or EncodeOutcome.Quarantined;

    /// <summary>Counts each column and error of a message once.</summary>
    private void AddErrors(InspectedMessage message)
    {
        var errors = message.Failures.Select(failure => failure.Error).Prepend(message.Error!)
            .Select(error => (error.Column.Length > 0 ? error.Column : "body", error.Code.ToText()));
        foreach (var error in errors.Distinct()) Refuse(error);
    }

    /// <summary>Adds what no column has.</summary>
    /// <param name="plan">The plan that made the rows.</param>
    /// <param name="message">Its rows.</param>
    /// <param name="ofRefused">
    /// Whether the mapping refuses the message: then values that do not fit are in the rest too, and their columns take them.
    /// </param>
    private void AddRows(MappingPlan plan, InspectedMessage message, bool ofRefused)
    {
        foreach (var row in message.Rows.Where(row => _isOnly || row.Table.Name == _table.Name.ToString()))
        {
            var text = new RecordInspector(plan, row.Table).ToJson(row.Record.Span);
            using var json = SampleJson.Parse(text);
            if (!json.RootElement.TryGetProperty(WideMapping.Rest, out var rest)) continue;
            using var parsed = rest.ValueKind == JsonValueKind.String
                ? SampleJson.Parse(rest.GetString()!)
                : null;
            var document = parsed?.RootElement ?? rest;
            if (JsonMembers.IsWellFormed(document.GetRawText()))
            {
                foreach (var part in document.EnumerateObject()) Add(part.Name, part.Value, ofRefused);
            }
            else
            {
                Refuse(("body", RecordErrorCode.TextEncoding.ToText()));
            }
        }
    }

    private void Refuse((string Place, string Code) error) => _refused[error] = _refused.GetValueOrDefault(error) + 1;

    /// <summary>Adds the rest of a scope, or a value under its JSON pointer.</summary>
    private void Add(string name, JsonElement value, bool ofRefused)
    {
        if (!name.StartsWith('/'))
        {
            AddBelow($"$.{name}", [], value, 0, ofRefused);
            return;
        }

        var (path, parts) = ("$", new List<string>());
        var pointer = name[1..].Split('/').Select(
            part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        foreach (var part in pointer)
        {
            var isIndex = Index().IsMatch(part);
            path = isIndex ? path + Elements : YamlText.Member(path, part);
            parts.Add(isIndex ? Elements : part);
        }

        // The first is the scope.
        AddBelow(path, [.. parts.Skip(1)], value, parts[^1] == Elements ? 0 : 1, ofRefused);
    }

    /// <param name="path">The path of the value.</param>
    /// <param name="parts">The members, and what else is on the path, below the scope.</param>
    /// <param name="value">The value.</param>
    /// <param name="depth">How many objects are around it, below the scope or the element of an array.</param>
    /// <param name="ofRefused">As for <see cref="AddRows"/>.</param>
    private void AddBelow(string path, IReadOnlyList<string> parts, JsonElement value, int depth, bool ofRefused)
    {
        var (member, isObject) = (Member(parts), value.ValueKind == JsonValueKind.Object);
        var listsFields = _mapping.ListsFields(path, value.ValueKind);
        if (ofRefused && depth > 0 && IsRead(path, member) && !listsFields) return;
        if (listsFields && value.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object))
                AddMembers(path + Elements, [.. parts, Elements], each, 0, ofRefused);
            return;
        }

        if (isObject && _mapping.HasEntries(path))
        {
            foreach (var each in value.EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.Object))
                AddMembers($"{path}.{Entries}", [.. parts, Entries], each.Value, depth + 1, ofRefused);
            return;
        }

        if (isObject && (depth == 0 || listsFields || _mapping.ReadsBelow(path) || IsStruct(member, depth)))
        {
            AddMembers(path, parts, value, depth, ofRefused);
            return;
        }

        if (value.ValueKind == JsonValueKind.Null || _mapping.Uses(path, member)) return;
        if (!_rest.TryGetValue(path, out var rest))
        {
            if (!_budget.TryTake()) return;
            // A scope that is a value has its name.
            rest = (parts.Count > 0 ? parts : [path[2..]], new ValueEvidence(_budget));
            _rest.Add(path, rest);
        }

        rest.Values.Add(value);
    }

    private void AddMembers(string path, IReadOnlyList<string> parts, JsonElement value, int depth, bool ofRefused)
    {
        foreach (var each in value.EnumerateObject())
        {
            var inner = YamlText.Member(path, each.Name);
            // A path of a list that another one overrides.
            if (_mapping.Names(inner) && !_mapping.ListsFields(inner, each.Value.ValueKind)) continue;
            AddBelow(inner, [.. parts, each.Name], each.Value, depth + 1, ofRefused);
        }
    }

    /// <summary>The last member of a path; empty for a scope.</summary>
    private static string Member(IReadOnlyList<string> parts) =>
        parts.LastOrDefault(part => part is not (Elements or Entries)) ?? "";

    /// <summary>Whether a column reads a member, by a path to it or by its name.</summary>
    private bool IsRead(string path, string member) => _mapping.Names(path) || _mapping.ReadsMember(member)
        || _table.Columns.Any(column => column.Name.Equals(ColumnNaming.Snake(member), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether <c>auto</c> fills a STRUCT of this name.</summary>
    private bool IsStruct(string member, int depth) =>
        depth == 1 && _table.Columns.Any(
            column => column.Type is StructType
                && column.Name.Equals(ColumnNaming.Snake(member), StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\z")]
    private static partial Regex Index();
}
