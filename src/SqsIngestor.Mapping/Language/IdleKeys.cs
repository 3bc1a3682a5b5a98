using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Quarantine;

namespace SqsIngestor.Mapping.Language;

/// <summary>Warns of keys of the file that never have an effect. A reader would think that they do.</summary>
internal static class IdleKeys
{
    /// <summary>Checks a file as written.</summary>
    public static void Check(MappingSyntax syntax, DiagnosticBag diagnostics)
    {
        if (syntax.Tables.Count == 1) Warn("match", "the file has one table");
        if (syntax.Tables.All(static table => table.When is null)) Warn("on_filter_error", "no table has a condition");
        if (syntax.Tables.Any(static table => table.When is null)) Warn("unrouted", "a table without 'when' takes every message");
        if (syntax.Quarantine is not null && !QuarantineCompiler.IsUsed(syntax))
            Warn("quarantine", "no failure sends messages there; see 'on_record_error', 'unrouted' and 'payload.on_error'");
        foreach (var table in syntax.Tables)
        {
            var seen = new HashSet<string>();
            foreach (var name in table.Ignore.Where(name => !seen.Add(name.Value)))
                diagnostics.Add(DiagnosticCodes.Idle, name.Position, $"'{name.Value}' is listed twice");
        }
        CheckDefaults(syntax, diagnostics);
        if (!syntax.Enums.All.Any()) return;
        var used = syntax.Tables.SelectMany(static table => table.Columns)
            .SelectMany(static column => ColumnBody.Within(column.Body))
            .Select(static body => body.Options.Enum?.Value).ToHashSet();
        // A column with a wrong name meant one of them.
        if (used.Any(name => name is not null && syntax.Enums.Find(name) is null)) return;
        foreach (var name in syntax.Enums.All.Where(name => !used.Contains(name.Value)))
            diagnostics.Add(DiagnosticCodes.Idle, name.Position, $"no column uses the enum table '{name.Value}'");

        void Warn(string key, string reason)
        {
            if (syntax.Places.TryGetValue(key, out var position))
                diagnostics.Add(DiagnosticCodes.Idle, position, $"'{key}' has no effect: {reason}");
        }
    }

    /// <summary>Warns of default policies that every column overrides, or that no column can have.</summary>
    private static void CheckDefaults(MappingSyntax syntax, DiagnosticBag diagnostics)
    {
        if (syntax.DefaultPlaces.Count == 0 || syntax.Tables.Any(static table => table.Auto is not null)) return;
        var bodies = syntax.Tables.SelectMany(static table => table.Columns)
            .SelectMany(static column => ColumnBody.Within(column.Body)).ToList();
        foreach (var (option, position) in syntax.DefaultPlaces.Where(place => !bodies.Exists(body => Uses(body, place.Key))))
            diagnostics.Add(DiagnosticCodes.Idle, position, $"'{option}' has no effect: no column uses this default");
    }

    private static bool Uses(ColumnBody body, string option)
    {
        var (policies, places) = (body.Options.Policies, body.Options);
        var isOpen = option switch
        {
            _ when option == ColumnOptionCatalog.OnMissing.Word => policies.Default is null && places.OnMissingPlace is null,
            _ when option == ColumnOptionCatalog.OnNull.Word => policies.Default is null && places.OnNullPlace is null,
            _ when option == ColumnOptionCatalog.OnError.Word => places.OnErrorPlace is null,
            _ => throw new UnreachableException(),
        };
        return isOpen && body.Source switch
        {
            PathSourceSyntax or ConcatSourceSyntax or EachSourceSyntax or EntriesSourceSyntax => true,
            ExpressionSourceSyntax => option != ColumnOptionCatalog.OnMissing.Word || body.Options.Transform.Count > 0,
            FieldsSourceSyntax fields => option == ColumnOptionCatalog.OnError.Word && fields.Presence is not null,
            ConstSourceSyntax or RescuedSourceSyntax => false,
            _ => throw new UnreachableException(),
        };
    }
}
