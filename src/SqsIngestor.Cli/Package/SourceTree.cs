using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Package;

/// <summary>Finds the checkout with the source of the function.</summary>
internal static class SourceTree
{
    private const string Solution = "SqsIngestor.sln";

    /// <summary>
    /// The project of the function, in the given folder, or in the current folder or the nearest parent that is a checkout.
    /// </summary>
    /// <exception cref="CliException">There is no checkout.</exception>
    /// <param name="source">The checkout; null to look for it.</param>
    /// <param name="advice">What to do without a checkout.</param>
    public static string FunctionProject(DirectoryInfo? source, string advice)
    {
        if (Find(source) is { } project) return project;
        throw CliErrors.SourceNotFound.Because(source is null
            ? $"Neither {Directory.GetCurrentDirectory()} nor a parent folder has {Solution}. "
                + $"Run the command in a checkout, or name one with --source. {advice}"
            : $"{source} is not a checkout of SqsIngestor: it has no src/SqsIngestor.Lambda/SqsIngestor.Lambda.csproj.");
    }

    /// <summary>The same project; null if there is no checkout.</summary>
    public static string? Find(DirectoryInfo? source)
    {
        var root = source is null ? Nearest(Directory.GetCurrentDirectory()) : source.FullName;
        var project = root is null ? null : Path.Combine(root, "src", "SqsIngestor.Lambda", "SqsIngestor.Lambda.csproj");
        return File.Exists(project) ? project : null;
    }

    /// <summary>The checkout of a project.</summary>
    public static string RootOf(string project) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, "..", ".."));

    private static string? Nearest(string start)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution))) return folder;
        }
        return null;
    }
}
