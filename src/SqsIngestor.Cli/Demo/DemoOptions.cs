using SqsIngestor.Cli.Invoke;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Emulator.Lambda.EventSource;

namespace SqsIngestor.Cli.Demo;

/// <summary>The settings of a demo.</summary>
/// <param name="Events">Files with SQS events, in the order of delivery.</param>
/// <param name="Mapping">The mapping file.</param>
/// <param name="Descriptor">The descriptor set, or the folder of descriptor sets.</param>
/// <param name="Sql">Files with CREATE TABLE statements.</param>
/// <param name="Variables">The values of the variables of these files.</param>
/// <param name="Database">The DuckDB file of the rows; null for memory.</param>
/// <param name="OwnEvents">The events are the user's, so a message that does not land fails the run.</param>
/// <param name="Function">The Lambda program; null for the bundled one.</param>
internal sealed record DemoOptions(
    IReadOnlyList<FileInfo> Events, FileInfo Mapping, FileSystemInfo Descriptor, IReadOnlyList<NamedFile> Sql,
    VariableValues Variables, FileInfo? Database, bool OwnEvents, FileInfo? Function = null)
{
    /// <summary>The table is the user's, so the demo does not know its columns.</summary>
    public bool OwnTable => Sql[0].File.FullName != Files.Shipped("descriptors", "sqs_messages.sql").FullName;
}

/// <summary>An event of the demo.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Payload">The bytes of the file.</param>
/// <param name="Batch">Its messages; null if the file is not an SQS event. The function receives it nevertheless.</param>
internal sealed record DemoEvent(string Name, byte[] Payload, SqsBatch? Batch)
{
    public static DemoEvent Load(FileInfo file)
    {
        var payload = EventFile.Load(file);
        return new(file.Name, payload, SqsBatch.TryRead(payload));
    }
}
