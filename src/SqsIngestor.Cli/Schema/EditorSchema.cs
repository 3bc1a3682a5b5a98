using System.Text;
using System.Text.RegularExpressions;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Schema;

/// <summary>
/// Puts the JSON Schema next to the mappings of a project, and a line that names it at the top of each mapping, for editors with
/// yaml-language-server.
/// </summary>
internal static partial class EditorSchema
{
    /// <summary>The name of the schema, next to the mappings.</summary>
    public const string FileName = "mapping.schema.json";

    /// <summary>The first line of a mapping, without its end.</summary>
    public const string Line = "# yaml-language-server: $schema=" + FileName;

    /// <summary>The mappings of the project: the folder of that name in the current folder, or the current folder.</summary>
    public static string Folder => Directory.Exists("mappings") ? "mappings" : "";

    /// <summary>Writes what differs: all files or none. A second call changes nothing.</summary>
    /// <param name="folder">The folder of the mappings; empty for the current folder.</param>
    /// <returns>A sentence for each file.</returns>
    /// <exception cref="CliException">The folder has no mapping, or a file cannot be read or written.</exception>
    public static IReadOnlyList<string> Write(string folder)
    {
        var report = new List<string>();
        var changed = new List<(string Path, byte[] Contents)>();
        void Add(string path, byte[]? contents, string what)
        {
            report.Add($"{path}: {what}");
            if (contents is not null) changed.Add((path, contents));
        }

        var path = Path.Combine(folder, FileName);
        var schema = Encoding.UTF8.GetBytes(MappingSchema.Write());
        var isThere = File.Exists(path) && Files.Read(new(path)).AsSpan().SequenceEqual(schema);
        Add(path, isThere ? null : schema, isThere ? "up to date" : "written");
        foreach (var (mapping, contents) in Mappings(folder))
        {
            var named = SchemaLine().Match(Encoding.Latin1.GetString(contents));
            if (!named.Success) Add(mapping, WithLine(contents), "line added");
            else Add(mapping, null, named.Groups["name"].Value == FileName ? "has the line" : "names another schema, kept");
        }
        if (report.Count == 1)
        {
            throw CliErrors.FileUnreadable.At(
                folder.Length == 0 ? "." : folder,
                "The folder has no mapping: a .yaml file with the keys version and descriptor. "
                    + "Run the command in the folder of your project.");
        }
        Files.WriteAll(changed, overwrite: true);
        return report;
    }

    /// <summary>The mappings of a folder: other files of YAML can be there too.</summary>
    private static IEnumerable<(string Path, byte[] Contents)> Mappings(string folder) =>
        Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, "*.yaml")
            .Select(file => Path.Combine(folder, Path.GetFileName(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Files.Read(new(file))))
            .Where(file => IsMapping(Encoding.Latin1.GetString(file.Item2)));

    private static bool IsMapping(string text) => VersionKey().IsMatch(text) && DescriptorKey().IsMatch(text);

    /// <summary>The file with the line at its top. Its byte order mark and its line ends stay.</summary>
    private static byte[] WithLine(byte[] contents)
    {
        var mark = contents.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var firstEnd = contents.AsSpan().IndexOf((byte)'\n');
        var end = firstEnd > 0 && contents[firstEnd - 1] == '\r' ? "\r\n" : "\n";
        return [.. contents[..mark], .. Encoding.UTF8.GetBytes(Line + end), .. contents[mark..]];
    }

    // The line is among the comments before the first key. Each byte is a character here, and a byte order mark has three.
    [GeneratedRegex(
        @"\A(\u00EF\u00BB\u00BF)?(?>[ \t]*(#(?![ \t]*yaml-language-server)[^\n]*)?\n|\r)*"
            + @"#[ \t]*yaml-language-server[ \t]*:[^\n]*\$schema=(?<name>\S+)")]
    private static partial Regex SchemaLine();

    [GeneratedRegex(@"^(\u00EF\u00BB\u00BF)?version[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex VersionKey();

    [GeneratedRegex(@"^(\u00EF\u00BB\u00BF)?descriptor[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex DescriptorKey();
}
