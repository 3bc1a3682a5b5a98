namespace SqsIngestor.Cli.Mappings;

/// <summary>Where a mapping's descriptor sets are if the command line does not say: one rule for all commands.</summary>
internal static class DescriptorFolder
{
    /// <summary>The rule, for the help of an option.</summary>
    public const string Rule =
        "Default: the folder descriptors next to the mapping's folder if there is one, otherwise the mapping's folder.";

    /// <summary>The folder.</summary>
    public static DirectoryInfo Of(FileInfo mapping) => new(Path.Combine(".", PathOf(mapping)));

    /// <summary>
    /// The path of the folder, as short as the mapping's path on the command line, because diagnostics show it; empty for the
    /// current folder.
    /// </summary>
    public static string PathOf(FileInfo mapping)
    {
        var own = Path.GetDirectoryName(mapping.ToString()) ?? "";
        var sibling = Path.Combine(Path.GetDirectoryName(mapping.DirectoryName!) ?? mapping.DirectoryName!, "descriptors");
        if (!Directory.Exists(sibling)) return own;
        return Path.IsPathRooted(mapping.ToString()) ? sibling : Path.GetRelativePath(Directory.GetCurrentDirectory(), sibling);
    }
}
