namespace SqsIngestor.Catalog.Targets;

/// <summary>Checks whether Zerobus can write to a table, by <see cref="TargetRules"/>.</summary>
public static class IngestTarget
{
    /// <summary>Every rule that applies to a table, in the order of the rules.</summary>
    public static IReadOnlyList<TargetFinding> Find(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [
            .. TargetRules.All.Select(rule => (Rule: rule, Found: rule.Find(table))).Where(pair => pair.Found is not null)
                .Select(pair => new TargetFinding(pair.Rule, $"{table.Name} {pair.Found}. {pair.Rule.Description.Action}"))];
    }

    /// <summary>The first reason why Zerobus refuses a table; null if it takes the table.</summary>
    public static TargetFinding? Refusal(CatalogTable table) => Find(table).FirstOrDefault(finding => finding.IsRefusal);

    /// <summary>What to know about a table that Zerobus takes.</summary>
    public static IEnumerable<TargetFinding> Warnings(CatalogTable table) => Find(table).Where(finding => !finding.IsRefusal);

    /// <summary>Rejects a table that Zerobus refuses.</summary>
    /// <returns>The table.</returns>
    /// <exception cref="TargetException">Zerobus cannot write to the table.</exception>
    public static CatalogTable Require(CatalogTable table) =>
        Refusal(table) is { } refusal ? throw new TargetException(refusal) : table;
}
