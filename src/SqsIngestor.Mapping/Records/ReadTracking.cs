namespace SqsIngestor.Mapping.Records;

/// <summary>What the columns of a table remember of what they read, for its rescued column.</summary>
internal enum ReadTracking : byte
{
    /// <summary>Nothing: the table has no rescued column.</summary>
    None,

    /// <summary>The values at the paths of columns, also those that do not fit. Everything below them counts as read.</summary>
    Values,

    /// <summary>Only what the row has: of an object, the members that fill a field.</summary>
    Parts,
}
