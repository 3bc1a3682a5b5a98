namespace SqsIngestor.Cli.Package.Elf;

/// <summary>Which version of glibc a program needs, against that of Lambda.</summary>
internal static class GlibcVersion
{
    private const string Prefix = "GLIBC_";

    /// <summary>That of Amazon Linux 2023, under provided.al2023.</summary>
    public static Version OfLambda { get; } = new(2, 34);

    /// <summary>The newest version that is needed; 0.0 when none is.</summary>
    public static Version Needed(IEnumerable<VersionNeed> needs) => needs.Select(Of).Append(new Version(0, 0)).Max()!;

    /// <summary>The symbols that Lambda's glibc does not have, each with its version.</summary>
    public static IReadOnlyList<string> TooNew(IEnumerable<VersionNeed> needs) =>
        [.. needs.Where(n => Of(n) > OfLambda).SelectMany(n => n.Symbols.Select(s => $"{s} ({n.Version} of {n.Library})"))];

    private static Version Of(VersionNeed need) =>
        need.Version.StartsWith(Prefix, StringComparison.Ordinal) && Version.TryParse(need.Version[Prefix.Length..], out var version) ? version : new(0, 0);
}
