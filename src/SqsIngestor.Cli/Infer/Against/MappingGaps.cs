using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
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
    private readonly WideMapping _mapping;
    private readonly CatalogTable _table;
    private readonly EvidenceBudget _budget = new(keepsValues: false);
    private readonly Dictionary<string, (string Member, bool IsAdded, ValueEvidence Values)> _rest = [];
    private readonly Dictionary<(string Place, string Code), long> _refused = [];
    private readonly bool _isOnly;
    private long _messages;
    private long _twice;
    private string? _firstTwice;

    private MappingGaps(WideMapping mapping, CatalogTable table)
    {
        (_mapping, _table) = (mapping, table);
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
        var (gaps, taken) = (new List<TableGap>(), new HashSet<string>());
        foreach (var column in _table.Columns) ColumnNaming.Unused(column.Name, taken);
        var rescued = _mapping.Rescued(_table.Name.ToString());
        foreach (var (path, (member, isAdded, values)) in _rest)
        {
            var type = new TypeChoice(keepsNames: false).Choose(values, member).Delta;
            var statement = rescued is null && isAdded
                ? TableGaps.Add(
                    CreateTableText.FullName(_table.Name), ColumnNaming.Unused(ColumnNaming.Snake(member), taken), type)
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
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1_000 });
            if (!json.RootElement.TryGetProperty(WideMapping.Rest, out var rest)) continue;
            using var parsed = rest.ValueKind == JsonValueKind.String
                ? JsonDocument.Parse(rest.GetString()!, new JsonDocumentOptions { MaxDepth = 1_000 })
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
            AddBelow($"$.{name}", name, value, 0, ofRefused);
            return;
        }

        var (path, member) = ("$", "");
        var parts = name[1..].Split('/').Select(
            part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        foreach (var part in parts)
        {
            if (Index().IsMatch(part)) path += "[*]";
            else (path, member) = (YamlText.Member(path, part), part);
        }

        AddBelow(path, member, value, path.EndsWith("[*]", StringComparison.Ordinal) ? 0 : 1, ofRefused);
    }

    private void AddBelow(string path, string member, JsonElement value, int depth, bool ofRefused)
    {
        if (ofRefused && depth > 0 && IsRead(path, member)) return;
        if (value.ValueKind == JsonValueKind.Object && (depth == 0 || _mapping.ReadsBelow(path) || IsStruct(member, depth)))
        {
            foreach (var each in value.EnumerateObject())
            {
                var inner = YamlText.Member(path, each.Name);
                // A path of a list that another one overrides.
                if (!_mapping.Names(inner)) AddBelow(inner, each.Name, each.Value, depth + 1, ofRefused);
            }

            return;
        }

        if (value.ValueKind == JsonValueKind.Null || _mapping.Uses(path, member)) return;
        if (!_rest.TryGetValue(path, out var rest))
        {
            if (!_budget.TryTake()) return;
            rest = (member, !path.Contains("[*]", StringComparison.Ordinal), new ValueEvidence(_budget));
            _rest.Add(path, rest);
        }

        rest.Values.Add(value);
    }

    /// <summary>Whether a column reads a member, by a path to it or by its name.</summary>
    private bool IsRead(string path, string member) => _mapping.Names(path) || _mapping.ReadsMember(member)
        || _table.Columns.Any(column => column.Name.Equals(ColumnNaming.Snake(member), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether <c>auto</c> fills a STRUCT of this name.</summary>
    private bool IsStruct(string member, int depth) =>
        depth == 1 && _table.Columns.Any(
            column => column.Type is Catalog.Types.StructType
                && column.Name.Equals(ColumnNaming.Snake(member), StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\z")]
    private static partial Regex Index();
}
