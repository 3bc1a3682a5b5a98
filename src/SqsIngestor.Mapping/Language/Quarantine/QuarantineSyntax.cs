using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Quarantine;

/// <summary><c>quarantine:</c></summary>
/// <param name="Table">catalog.schema.table.</param>
/// <param name="MaxBody">The most bytes of a body that are kept.</param>
internal sealed record QuarantineSyntax(YamlScalar Table, int MaxBody)
{
    /// <summary>Reads <c>quarantine</c>; null if the file has none, or after a diagnostic.</summary>
    public static QuarantineSyntax? Read(YamlNode? node, DiagnosticBag diagnostics)
    {
        if (node is null || KeyReader.Open(node, "'quarantine'", diagnostics) is not { } keys) return null;
        var (table, size) = (keys.TakeScalar("table"), keys.TakeScalar("max_body"));
        keys.Finish("'quarantine'");
        if (table is null)
        {
            diagnostics.Add(
                DiagnosticCodes.MissingKey, node.Position, "the key 'table' is missing", "table: catalog.schema.table");
        }
        var maxBody = size is null ? null : ByteSize.Parse(size, diagnostics);
        return table is null ? null : new(table, maxBody ?? MappingLimits.DefaultQuarantinedBody);
    }
}
