using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>The table of <c>--against</c>: that of a file, of Unity Catalog, or of a mapping.</summary>
internal static class AgainstTable
{
    /// <exception cref="CliException">The table cannot be read, or Zerobus refuses it.</exception>
    public static async Task<CatalogTable> ReadAsync(
        string place, string? table, Workspace workspace, IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken) =>
        IsMapping(place)
            ? OfMapping(new FileInfo(place), table)
            : TableSource.RequireWritable(
                await TableSource.OneAsync(place, table, workspace, variables, cancellationToken));

    /// <summary>Whether the place is a mapping.</summary>
    public static bool IsMapping(string place) => Path.GetExtension(place).ToLowerInvariant() is ".yaml" or ".yml";

    private static CatalogTable OfMapping(FileInfo file, string? table)
    {
        var plan = MappingFiles.Load(file, null, null).RequirePlan();
        var hints = MappingTypes.Of(plan);
        var tables = plan.Targets.Select(target =>
        {
            var message = Google.Protobuf.Reflection.DescriptorProto.Parser.ParseFrom(target.DescriptorProto.Span);
            var set = new Google.Protobuf.Reflection.FileDescriptorSet
            {
                File = { new Google.Protobuf.Reflection.FileDescriptorProto { Name = "table.proto", MessageType = { message } } },
            };
            var read = MessageTable.Read(set, message.Name, null, path => hints(target.MessageName, path));
            return TableName.TryParse(target.Name) is { } name ? read with { Name = name, HasDefaultSchema = false } : read;
        }).ToList();
        return TableSource.Choose(file.ToString(), tables, table);
    }
}
