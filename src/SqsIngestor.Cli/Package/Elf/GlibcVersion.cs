namespace SqsIngestor.Cli.Package.Elf;

/// <summary>Compares the version of glibc that a program needs with the version in Lambda.</summary>
internal static class GlibcVersion
{
    private const string Prefix = "GLIBC_";

    /// <summary>The version in Amazon Linux 2023, under provided.al2023.</summary>
    public static Version OfLambda { get; } = new(2, 34);

    /// <summary>The newest version that the program needs; 0.0 if it needs none.</summary>
    public static Version Needed(IEnumerable<VersionNeed> needs) => needs.Select(Of).Append(new Version(0, 0)).Max()!;

    /// <summary>The symbols that Lambda's glibc does not have, each with its version.</summary>
    public static IReadOnlyList<string> TooNew(IEnumerable<VersionNeed> needs) =>
        [.. needs.Where(n => Of(n) > OfLambda).SelectMany(n => n.Symbols.Select(s => $"{s} ({n.Version} of {n.Library})"))];

    private static Version Of(VersionNeed need) =>
        need.Version.StartsWith(Prefix, StringComparison.Ordinal)
            && Version.TryParse(need.Version[Prefix.Length..], out var version)
            ? version
            : new(0, 0);
}
