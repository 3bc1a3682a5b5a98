using System.Text.RegularExpressions;
using System.Xml.Linq;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Architecture.Tests;

/// <summary>The projects of the solution and of the folders src and tests.</summary>
internal static partial class Solution
{
    /// <summary>The project files of the solution, relative to the root.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. ProjectFile().Matches(File.ReadAllText(RepositoryFiles.PathOf("SqsIngestor.sln")))
            .Select(static match => match.Groups["path"].Value.Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>The project files that the folders hold.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. new[] { "src", "tests" }
            .SelectMany(static folder => Directory.EnumerateDirectories(RepositoryFiles.PathOf(folder)))
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(static file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The name of the assembly that a project makes.</summary>
    public static string AssemblyOf(string project) =>
        XDocument.Load(RepositoryFiles.PathOf(project)).Descendants("AssemblyName").FirstOrDefault()?.Value
        ?? Path.GetFileNameWithoutExtension(project);

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"")]
    private static partial Regex ProjectFile();
}
