using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Lists the fields that a table of a mapping fills, with their places in the file.</summary>
public static class MappingOutline
{
    /// <summary>Every field that has its own source; outer fields come first.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<MappedField> Of(TablePlan table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var fields = new List<MappedField>();
        foreach (var column in table.Columns.Append(table.Rescued).OfType<ColumnCodec>())
        {
            if (column.Description is { } description) Add(fields, column, description, description.Field.Name);
        }

        return fields;
    }

    private static void Add(List<MappedField> fields, ColumnCodec column, ColumnDescription description, string path)
    {
        var position = description.Body.Options.As?.Position ?? description.Body.Source.Position;
        fields.Add(new MappedField(path, null, position));
        // The meaning of an array or a map with one source is that of its elements or values.
        if (description.As is { } meaning) fields.Add(new MappedField(path + Single(column, description), meaning, position));
        foreach (var inner in column.Inner)
        {
            if (inner.Description is not { } below)
            {
                // The key of an entry that is the name of its member.
                fields.Add(new MappedField($"{path}.key", null, position));
                continue;
            }
            Add(fields, inner, below, column is EachColumn ? $"{path}.element" : $"{path}.{below.Field.Name}");
        }
    }

    private static string Single(ColumnCodec column, ColumnDescription description) =>
        description.Body.Options.IsElement || column is EachColumn or EntriesColumn ? ""
        : description.Field.IsMap ? ".value"
        : description.Field.IsRepeated ? ".element"
        : "";
}

/// <summary>A field that a mapping fills, with the meaning that the mapping gives it.</summary>
/// <param name="Path">
/// The column and what is inside it: fields after points, <c>element</c> for an ARRAY's elements, <c>key</c> and
/// <c>value</c> for a MAP's entries.
/// </param>
/// <param name="As">The value of <c>as</c>; null for the meaning of its type.</param>
/// <param name="Position">The place in the mapping: the value of <c>as</c>, otherwise the source.</param>
public sealed record MappedField(string Path, string? As, TextPosition Position);
