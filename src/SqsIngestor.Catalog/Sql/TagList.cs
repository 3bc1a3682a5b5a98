namespace SqsIngestor.Catalog.Sql;

/// <summary>Tags of a column. Of all tags, only that of Zerobus' rescue column matters.</summary>
internal static class TagList
{
    /// <summary>The column after TAGS or SET TAGS with a list between brackets.</summary>
    /// <param name="column">The column.</param>
    /// <param name="tags">The text between the brackets: <c>'key' = 'value', 'key'</c>.</param>
    /// <param name="isSet">False for UNSET TAGS.</param>
    public static Column Apply(Column column, string tags, bool isSet = true) =>
        tags.Split(',').Any(tag => IsRescue(tag.Split('=')[0].Trim().Trim('\'', '"', '`')))
            ? column with { IsTaggedRescue = isSet }
            : column;

    /// <summary>Whether a key is that of the rescue column.</summary>
    public static bool IsRescue(string key) => key.Equals(Column.RescueTag, StringComparison.Ordinal);
}
