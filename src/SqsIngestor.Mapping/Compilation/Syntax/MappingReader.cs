using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Compilation.Syntax;

/// <summary>Reads a mapping file's outermost parts.</summary>
internal sealed class MappingReader(DiagnosticBag diagnostics)
{
    private readonly ColumnReader _columns = new(diagnostics);

    public MappingSyntax? Read(YamlNode root)
    {
        if (KeyReader.Open(root, "a mapping file", diagnostics) is not { } keys) return null;
        ReadVersion(keys, root);
        var descriptor = keys.TakeScalar("descriptor");
        if (descriptor is null) diagnostics.Add(DiagnosticCodes.MissingKey, root.Position, "the key 'descriptor' is missing", "descriptor: <table>.binpb");
        var defaults = ReadDefaults(keys.Take("defaults"));
        var enums = EnumTables.Read(keys.Take("enums"), diagnostics);
        keys.Refuse("payload", "verify", "unrouted", "on_record_error", "match", "tables", "quarantine", "tests");
        var table = ReadTable(keys, root.Position);
        keys.Finish("a mapping file");
        return new(descriptor, defaults, enums, [table]);
    }

    private void ReadVersion(KeyReader keys, YamlNode root)
    {
        var version = keys.TakeScalar("version");
        if (version is null) diagnostics.Add(DiagnosticCodes.MissingKey, root.Position, "the key 'version' is missing", "version: 1");
        else if (version.Value != "1") diagnostics.Add(DiagnosticCodes.WrongValue, version.Position, $"version '{version.Value}' is not known", "version: 1");
    }

    private PolicySyntax ReadDefaults(YamlNode? node)
    {
        if (node is null || KeyReader.Open(node, "'defaults'", diagnostics) is not { } keys) return new();
        var policies = _columns.ReadPolicies(keys);
        keys.Finish("'defaults'");
        return policies;
    }

    private TableSyntax ReadTable(KeyReader keys, TextPosition position)
    {
        var (table, message) = (keys.TakeScalar("table"), keys.TakeScalar("message"));
        keys.Refuse("when", "explode", "auto");
        var columns = keys.TakeEntry("columns");
        if (columns is null) diagnostics.Add(DiagnosticCodes.MissingKey, position, "the key 'columns' is missing", "columns: { name: $.path }");
        return new(position, columns?.Key.Position ?? position, table, message, _columns.ReadColumns(columns?.Value, "'columns'"), keys.TakeScalars("ignore"));
    }
}
