using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Mappings;

/// <summary>The column types that the <c>as:</c> of a mapping names.</summary>
internal static class MappingTypes
{
    /// <summary>
    /// The type of a field, by the message's full name and the path; null if the mapping has no <c>as:</c> for it.
    /// </summary>
    public static Func<string, string, DeltaType?> Of(MappingPlan plan)
    {
        var types = new Dictionary<(string, string), DeltaType>();
        foreach (var table in plan.Tables)
        {
            var message = plan.Targets.First(target => target.Name == table.Name).MessageName;
            foreach (var field in MappingOutline.Of(table))
            {
                if (Type(field.As) is { } type) types.TryAdd((message, field.Path), type);
            }
        }

        return (message, path) => types.GetValueOrDefault((message, path));
    }

    /// <summary>The Delta type that a meaning stands for; null for plain text, and for text that is not a meaning.</summary>
    public static DeltaType? Type(string? meaning) =>
        meaning is not null && LanguageReference.ColumnType(meaning) is { } type ? DeltaTypeText.TryParse(type) : null;
}
