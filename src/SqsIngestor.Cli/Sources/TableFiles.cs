using System.Text.Json;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>The tables that a file describes.</summary>
internal static class TableFiles
{
    /// <summary>
    /// Reads a file by its extension: .sql, .json (as the catalog writes it), .proto, and any other as a descriptor set.
    /// </summary>
    /// <param name="source">The file, and the name of its only table.</param>
    /// <param name="variables">The values of the variables of a .sql file.</param>
    /// <exception cref="CliException">The file cannot be read, or has another format.</exception>
    public static IReadOnlyList<CatalogTable> Read(NamedFile source, IReadOnlyDictionary<string, string> variables)
    {
        var file = source.File;
        var tables = file.Extension.ToLowerInvariant() switch
        {
            ".sql" => ReadSql(source, variables),
            ".json" => ReadJson(file),
            _ => ReadSet(file, Descriptors(file), null, null),
        };
        source.RefuseSeveral(tables.Count(table => !table.IsView));
        return source.Name is { } name
            ? [.. tables.Select(table => table with { Name = name, HasDefaultSchema = false })]
            : tables;
    }

    /// <summary>Reads CREATE TABLE statements, and the names of views.</summary>
    public static IReadOnlyList<CatalogTable> ReadSql(NamedFile file, IReadOnlyDictionary<string, string> variables) =>
        [.. file.Read(variables).Select(statement => statement.ToTable())];

    /// <summary>Reads the JSON of a table in Unity Catalog, or of several: an object with <c>tables</c>.</summary>
    public static IReadOnlyList<CatalogTable> ReadJson(FileInfo file)
    {
        var bytes = Files.ReadUtf8(file);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("tables", out var list)
                && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(CatalogJson.Read)]
                : [CatalogJson.Read(json.RootElement)];
        }
        catch (Exception e) when (e is JsonException or CatalogJsonException)
        {
            throw CliErrors.CatalogJsonInvalid.At(
                file, e is CatalogJsonException ? e.Message : $"The file is not JSON: {e.Message}", e);
        }
    }

    /// <summary>The descriptor set of a file; a .proto file is compiled.</summary>
    public static FileDescriptorSet Descriptors(FileInfo file) =>
        file.Extension.Equals(".proto", StringComparison.OrdinalIgnoreCase)
        ? ProtocProgram.Compile(file, [])
        : ProtoSet.TryParse(Files.Read(file))
            ?? throw CliErrors.DescriptorInvalid.At(
                file, "The file is not a FileDescriptorSet. "
                    + (file.Extension.Equals(".sql", StringComparison.OrdinalIgnoreCase)
                        ? "Make one of the SQL with sqs-ingestor schema pull --from-sql."
                        : "Files of other kinds are known by the end of their name: .sql, .json or .proto."));

    /// <summary>The messages of a set for people, also with fields that no table has.</summary>
    public static IReadOnlyList<CatalogTable> ReadToShow(FileInfo file, FileDescriptorSet set, IReadOnlyList<string> messages)
    {
        try
        {
            return [.. messages.Select(name => MessageTable.ReadToShow(set, name))];
        }
        catch (MessageTableException e)
        {
            throw CliErrors.DescriptorInvalid.At(file, e.Message, e);
        }
    }

    /// <summary>The tables that the messages of a set describe.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="set">The set.</param>
    /// <param name="message">Only this message; null for all top-level messages of the last file.</param>
    /// <param name="hints">Types that the mapping gives, by message and path; null for none.</param>
    public static IReadOnlyList<CatalogTable> ReadSet(
        FileInfo file, FileDescriptorSet set, string? message, Func<string, string, DeltaType?>? hints)
    {
        try
        {
            var messages = message is null ? ProtoSet.TopLevelMessages(set) : [message];
            return [
                .. messages.Select(name => MessageTable.Read(set, name, null, hints is null ? null : path => hints(name, path)))];
        }
        catch (MessageTableException e)
        {
            throw CliErrors.DescriptorInvalid.At(file, e.Message, e);
        }
    }
}
