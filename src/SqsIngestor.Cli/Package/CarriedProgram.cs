using SqsIngestor.Cli.Installation;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// The function's bootstrap zips that an installed program of a release carries, so that nobody builds what the release has
/// built.
/// </summary>
internal static class CarriedProgram
{
    /// <summary>The name of a zip here and in a release.</summary>
    public static string NameOf(TargetArchitecture target) => $"bootstrap-{target}.zip";

    /// <summary>The zip; null if this program has none for the processor.</summary>
    public static FileInfo? Find(TargetArchitecture target) =>
        new FileInfo(InstalledFiles.PathOf(InstalledFiles.Programs, NameOf(target))) is { Exists: true } zip ? zip : null;

    /// <summary>How to get the zip from a release.</summary>
    public static string Advice(TargetArchitecture target) =>
        $"Or take {NameOf(target)} and SHA256SUMS from release {ProductVersion.Number}, check them with "
            + $"sha256sum --check --ignore-missing SHA256SUMS, and save the zip as bootstrap.zip.";
}
