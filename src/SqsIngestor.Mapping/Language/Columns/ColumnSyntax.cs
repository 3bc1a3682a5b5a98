using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A column, or a field below one: <c>name: source</c>.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Body">The content; null if it could not be read, which has been reported.</param>
internal sealed record ColumnSyntax(YamlScalar Name, ColumnBody? Body);

/// <summary>The content of a column, an element or an entry.</summary>
/// <param name="Source">Exactly one.</param>
/// <param name="Options">Coercion and policies.</param>
internal sealed record ColumnBody(ColumnSourceSyntax Source, ColumnOptions Options)
{
    /// <summary>A content, and those of the fields, elements and entries below it; none for null.</summary>
    public static IEnumerable<ColumnBody> Within(ColumnBody? body)
    {
        if (body is null) return [];
        IEnumerable<ColumnBody?>? below = body.Source switch
        {
            FieldsSourceSyntax fields => fields.Fields.Select(static field => field.Body),
            EachSourceSyntax each => [each.Element],
            EntriesSourceSyntax entries => [entries.Key, entries.Value],
            _ => null,
        };
        return below is null ? [body] : below.SelectMany(Within).Prepend(body);
    }
}
