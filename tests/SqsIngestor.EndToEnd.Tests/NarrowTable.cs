using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>A table whose SMALLINT is an int32 on the wire, so that the service can refuse what was encoded well.</summary>
internal static class NarrowTable
{
    private static readonly Lazy<string> Folder = new(Write);

    public static DeploymentOptions Options() => new()
    {
        Sql = "CREATE TABLE main.raw.narrow (id STRING NOT NULL, number SMALLINT)",
        MappingFile = Path.Combine(Folder.Value, "narrow.yaml"),
        DescriptorPath = Folder.Value,
    };

    private static string Write()
    {
        var folder = Directory.CreateTempSubdirectory("narrow-").FullName;
        foreach (var name in (string[])["narrow.proto", "narrow.yaml"])
        {
            File.WriteAllText(Path.Combine(folder, name), TestFiles.Read(name));
        }
        File.WriteAllBytes(Path.Combine(folder, "narrow.binpb"), Protoc.Compile(folder, includeImports: true, "narrow.proto"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
