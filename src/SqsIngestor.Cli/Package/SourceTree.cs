using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Package;

/// <summary>The checkout that the function is built from.</summary>
internal static class SourceTree
{
    private const string Solution = "SqsIngestor.sln";

    /// <summary>The project of the function, under the folder that is given or the nearest one above the current folder.</summary>
    /// <exception cref="CliException">There is no checkout.</exception>
    public static string FunctionProject(DirectoryInfo? source)
    {
        var root = source is null ? Nearest(Directory.GetCurrentDirectory()) : source.FullName;
        var project = root is null ? null : Path.Combine(root, "src", "SqsIngestor.Lambda", "SqsIngestor.Lambda.csproj");
        if (project is not null && File.Exists(project)) return project;
        throw new CliException(ExitCodes.Usage, source is null
            ? $"The function is built from its source, and no folder from {Directory.GetCurrentDirectory()} upwards has {Solution}. Go into a checkout, or name one with --source."
            : $"{source} is no checkout of SqsIngestor: it has no src/SqsIngestor.Lambda/SqsIngestor.Lambda.csproj.");
    }

    private static string? Nearest(string start)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution))) return folder;
        }
        return null;
    }
}
