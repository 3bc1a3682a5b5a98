namespace SqsIngestor.Tests.Shared;

/// <summary>Files of the repository.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static byte[] Read(params string[] parts) => File.ReadAllBytes(PathOf(parts));

    // A deterministic build maps source paths, so the walk starts where the tests run.
    private static string FindRoot()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "SqsIngestor.sln"))) return directory;
        }
        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
