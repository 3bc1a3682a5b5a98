using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Check;

/// <summary>The tables of <c>--against</c>. Each file and each live table is read once.</summary>
/// <param name="places">The values of <c>--against</c>.</param>
/// <param name="variables">The values of the variables of .sql files.</param>
/// <param name="workspace">The workspace of <c>uc:</c>.</param>
internal sealed class AgainstTables(
    IReadOnlyList<string> places, IReadOnlyDictionary<string, string> variables, Workspace workspace)
{
    private readonly Dictionary<string, CatalogTable?> _live = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CatalogTable> _tables = [];
    private bool _everyTable;

    /// <summary>
    /// Compares a mapping with its tables; without <c>--against</c>, with the types that its descriptor set names. Empty if the
    /// mapping does not compile.
    /// </summary>
    public async Task<IReadOnlyList<Diagnostic>> CheckAsync(LoadedMapping mapping, CancellationToken cancellationToken)
    {
        if (mapping.Compilation.Plan is not { } plan) return [];
        if (places.Count == 0) return TableCheck.RunAlone(mapping);
        return TableCheck.Run(mapping, await FindAsync([.. plan.Targets.Select(target => target.Name)], cancellationToken));
    }

    /// <summary>Returns a function that finds tables by name, after reading the live ones.</summary>
    public async Task<Func<string, CatalogTable?>> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (places.Count == 0) return _ => null;
        if (_tables.Count == 0 && !_everyTable) await LoadAsync(cancellationToken);
        foreach (
            var name in names.Where(
                name => _everyTable && TableName.TryParse(name) is not null && Local(name) is null && !_live.ContainsKey(name)))
        {
            _live[name] = await LiveAsync(TableSource.Name(name), cancellationToken);
        }

        // A file without a full name can describe the only table of the mapping, whatever that is called.
        var tables = _tables.FindAll(table => !table.IsView);
        var only = tables is [{ HasDefaultSchema: true }] && names.Count == 1 ? tables[0] : null;
        return name => Local(name) ?? _live.GetValueOrDefault(name) ?? only;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            if (!TableSource.IsLive(place)) _tables.AddRange(TableFiles.Read(NamedFile.Parse(place), variables));
            else if (TableSource.LiveName(place) is { } name) _tables.Add(await workspace.GetAsync(name, cancellationToken));
            else _everyTable = true;
        }
    }

    /// <summary>
    /// Reads a live table; null if it does not exist, which is a diagnostic. Any other failure ends the command.
    /// </summary>
    private async Task<CatalogTable?> LiveAsync(TableName name, CancellationToken cancellationToken)
    {
        try
        {
            return await workspace.GetAsync(name, cancellationToken);
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.NotFound)
        {
            return null;
        }
    }

    private CatalogTable? Local(string name) =>
        _tables.Find(table => table.Name.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Unqualified(name);

    /// <summary>The only table of that last part whose file leaves out the catalog and the schema.</summary>
    private CatalogTable? Unqualified(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        var found = _tables.FindAll(
            table => table.HasDefaultSchema && table.Name.Table.Equals(last, StringComparison.OrdinalIgnoreCase));
        return found.Count == 1 ? found[0] : null;
    }
}
