using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Checksums;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Enums;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>Reads the top level of a mapping file.</summary>
internal sealed class MappingReader(DiagnosticBag diagnostics, bool withTests)
{
    public static readonly Keywords<bool> MatchWords = new(
        ("all", false, "Every table whose condition is true takes the message."),
        ("first", true, "Only the first table whose condition is true takes the message."));

    public static readonly Keywords<FilterError> FilterErrorWords = new(
        ("fail", FilterError.Fail, "The message fails."),
        ("false", FilterError.False, "The function continues as if the condition were false."),
        ("true", FilterError.True, "The function continues as if the condition were true."));

    private static readonly string Quarantine = FailureActions.Words.Of(FailureAction.Quarantine);

    private static readonly string[] Policies =
        [ColumnOptionCatalog.OnMissing.Word, ColumnOptionCatalog.OnNull.Word, ColumnOptionCatalog.OnError.Word];

    private static readonly string[] ActionKeys = ["unrouted", "on_record_error"];
    private readonly ColumnReader _columns = new(diagnostics);

    public MappingSyntax? Read(YamlNode root)
    {
        if (KeyReader.Open(root, "a mapping file", diagnostics) is not { } keys) return null;
        ReadVersion(keys, root);
        var descriptor = keys.TakeScalar("descriptor");
        if (descriptor is null)
        {
            diagnostics.Add(
                DiagnosticCodes.MissingKey, root.Position, "the key 'descriptor' is missing", "descriptor: <table>.binpb");
        }
        var defaults = keys.Take("defaults");
        var hasTableList = keys.Has("tables");
        var tests = keys.Take("tests");
        var quarantining = ActionKeys.Select(keys.Peek).OfType<YamlScalar>().FirstOrDefault(s => s.Value == Quarantine);
        var onRecordError = keys.TakeWord("on_record_error", FailureActions.Words) ?? FailureAction.Fail;
        var syntax = new MappingSyntax
        {
            Descriptor = descriptor,
            Defaults = ReadDefaults(defaults),
            DefaultPlaces = defaults is YamlMapping { Entries: var entries }
                ? entries.Where(static e => Policies.Contains(e.Key.Value))
                    .ToDictionary(static e => e.Key.Value, static e => e.Key.Position)
                : new Dictionary<string, TextPosition>(),
            HasTableList = hasTableList,
            FirstMatchOnly = keys.TakeWord("match", MatchWords) ?? false,
            Unrouted = keys.TakeWord("unrouted", FailureActions.Words) ?? onRecordError.AsFallback(),
            OnRecordError = onRecordError,
            OnFilterError = keys.TakeWord("on_filter_error", FilterErrorWords) ?? FilterError.Fail,
            Enums = EnumTables.Read(keys.Take("enums"), diagnostics),
            Payload = PayloadReader.Read(keys.Take("payload"), diagnostics),
            Verify = VerifySyntax.Read(keys.Take("verify"), diagnostics),
            Quarantine = QuarantineSyntax.Read(keys.Take("quarantine"), diagnostics),
            Quarantining = quarantining?.Position,
            Places = ((YamlMapping)root).Entries.ToDictionary(static e => e.Key.Value, static e => e.Key.Position),
            Tests = withTests ? new TestReader(diagnostics).Read(tests) : [],
            Tables = hasTableList
                ? ReadTables(keys.Take("tables")!)
                : [new TableReader(_columns, diagnostics).Read(keys, root.Position)],
        };
        keys.Finish("a mapping file");
        return syntax;
    }

    private List<TableSyntax> ReadTables(YamlNode node)
    {
        if (node is not YamlSequence { Items: { Count: > 0 } items })
        {
            diagnostics.Add(DiagnosticCodes.WrongKind, node.Position, "'tables' must be a list of at least one table");
            return [];
        }
        var tables = new List<TableSyntax>();
        foreach (var item in items)
        {
            if (KeyReader.Open(item, "a table", diagnostics) is not { } keys) continue;
            tables.Add(new TableReader(_columns, diagnostics).Read(keys, item.Position));
            keys.Finish("a table", HintInTable);
        }
        return tables;
    }

    private static string? HintInTable(string key) => key switch
    {
        "descriptor" => "one descriptor set, named at the top of the file, has the messages of all tables: compile a .proto file "
            + "that imports theirs",
        // The keys that an entry of `tables` has are read before.
        "tables" => null,
        _ when MappingKeyCatalog.HasTopLevel(key) => $"'{key}' is for all tables: write it at the top of the file",
        _ => null,
    };

    private void ReadVersion(KeyReader keys, YamlNode root)
    {
        var version = keys.TakeScalar("version");
        if (version is null)
        {
            diagnostics.Add(DiagnosticCodes.MissingKey, root.Position, "the key 'version' is missing", "version: 1");
        }
        else if (version.Value != "1")
        {
            diagnostics.Add(
                DiagnosticCodes.WrongValue, version.Position, $"version '{version.Value}' is not supported", "version: 1");
        }
    }

    private PolicySyntax ReadDefaults(YamlNode? node)
    {
        if (node is null || KeyReader.Open(node, "'defaults'", diagnostics) is not { } keys) return new();
        var policies = ColumnOptionsReader.ReadPolicies(keys);
        keys.Finish("'defaults'");
        return policies;
    }
}
