using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// The one wording of what Zerobus can write to. The errors of the catalog, of the command line and of the mapping use it.
/// </summary>
[Embedded]
internal static class WritableTableRule
{
    /// <summary>The tables that Zerobus writes to; follows the word "Use".</summary>
    public const string Requirement =
        "a managed Delta table or a streaming table, without CHECK constraints and catalog-managed commits";
}
