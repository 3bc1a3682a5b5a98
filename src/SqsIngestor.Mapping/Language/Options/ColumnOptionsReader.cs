using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Options;

/// <summary>Reads a column's keys other than its source and its policies.</summary>
internal static class ColumnOptionsReader
{
    public static ColumnOptions Read(KeyReader keys, PolicySyntax policies)
    {
        // Only here to say where it stands; the word itself is checked below.
        var foldCase = keys.Peek("fold_case") as YamlScalar;
        return new()
        {
            As = keys.TakeScalar("as"),
            Formats = keys.TakeScalars("formats"),
            Zone = keys.TakeScalar("zone"),
            Round = keys.TakeScalar("round"),
            Enum = keys.TakeScalar("enum"),
            FoldCase = keys.TakeFlag("fold_case") ? foldCase : null,
            Transform = keys.TakeScalars("transform"),
            Strict = keys.TakeFlag("strict"),
            NullItems = keys.TakeWord("null_items", "fail", "drop", "default") switch
            {
                "drop" => NullItems.Drop,
                "default" => NullItems.Default,
                _ => NullItems.Fail,
            },
            Policies = policies with { Default = keys.TakeScalar("default") },
        };
    }
}
