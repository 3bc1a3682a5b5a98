namespace SqsIngestor.Cli.Demo;

/// <summary>What a demo runs with.</summary>
/// <param name="Events">Files with SQS events, in the order of delivery.</param>
/// <param name="Mapping">The mapping file.</param>
/// <param name="Descriptor">The descriptor set.</param>
/// <param name="Sql">The CREATE TABLE statement.</param>
/// <param name="Database">Where DuckDB keeps the rows; null for memory.</param>
/// <param name="OwnEvents">The events are a person's own, so a message that does not land is a failure of the run.</param>
/// <param name="Function">The Lambda program; null for the one that comes with this.</param>
internal sealed record DemoOptions(
    IReadOnlyList<FileInfo> Events, FileInfo Mapping, FileInfo Descriptor, FileInfo Sql, FileInfo? Database, bool OwnEvents, FileInfo? Function = null)
{
    /// <summary>The table is a person's own, with columns that the demo knows nothing of.</summary>
    public bool OwnTable => Sql.FullName != Files.Shipped("descriptors", "sqs_messages.sql").FullName;
}
