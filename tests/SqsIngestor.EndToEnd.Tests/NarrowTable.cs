using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>A table whose SMALLINT is an int32 on the wire, so that the service can refuse what was encoded well.</summary>
internal static class Narrow
{
    private static readonly Lazy<string> Folder = new(Write);

    public static PipelineOptions Options() => new()
    {
        Sql = "CREATE TABLE main.raw.narrow (id STRING NOT NULL, number SMALLINT)",
        MappingFile = Path.Combine(Folder.Value, "narrow.yaml"),
        DescriptorPath = Folder.Value,
    };

    private static string Write()
    {
        var folder = Directory.CreateTempSubdirectory("narrow-").FullName;
        File.WriteAllText(Path.Combine(folder, "narrow.proto"), "syntax = \"proto2\"; message table_narrow { required string id = 1; optional int32 number = 2; }");
        File.WriteAllBytes(Path.Combine(folder, "narrow.binpb"), Protoc.Compile(folder, includeImports: true, "narrow.proto"));
        File.WriteAllText(Path.Combine(folder, "narrow.yaml"),
            """
            version: 1
            descriptor: narrow.binpb
            columns:
              id: $.message.messageId
              number: $.message.body
            """);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
