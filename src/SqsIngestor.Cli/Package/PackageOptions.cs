namespace SqsIngestor.Cli.Package;

/// <summary>What is packed.</summary>
/// <param name="Target">Where the function is to run.</param>
/// <param name="Mappings">Files and folders of the layer; none for no layer.</param>
/// <param name="Descriptors">The descriptor sets of those mappings.</param>
/// <param name="LayerOnly">The program stays as it is deployed.</param>
/// <param name="Source">The checkout; null for the one around the current folder.</param>
/// <param name="Output">The folder of the zips.</param>
internal sealed record PackageOptions(
    TargetArchitecture Target, IReadOnlyList<FileSystemInfo> Mappings, IReadOnlyList<FileSystemInfo> Descriptors, bool LayerOnly, DirectoryInfo? Source, DirectoryInfo Output);
