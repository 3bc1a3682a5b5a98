using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Shared;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SqsIngestor.Cli.Commands;

/// <summary>A key of the project file.</summary>
/// <param name="Word">The key.</param>
/// <param name="Takes">What its value is.</param>
/// <param name="Meaning">What it is the default of, one sentence.</param>
/// <param name="IsPath">Whether its value is a path, relative to the folder of the project file.</param>
internal sealed record ProjectKey(string Word, string Takes, string Meaning, bool IsPath = true)
{
    public static ProjectKey Mapping { get; } = new(
        "mapping", "a file, or a list of files",
        "The mapping files of check, test and package; other commands that take a mapping use the first.");

    public static ProjectKey Descriptors { get; } = new(
        "descriptors", "a file or a folder",
        "The default of --descriptors for the mappings of the project. A mapping that the command line names has its own.");

    public static ProjectKey Sql { get; } = new(
        "sql", "[NAME=]FILE, or a list of them", "The default of --sql of demo and serve.");

    public static ProjectKey Event { get; } = new(
        "event", "a file, or a list of files",
        "The default of --event of encode, explain and demo; encode and explain use the first.");

    public static ProjectKey Variables { get; } = new(
        "vars", "names and values", "The default of --var.", IsPath: false);

    public static ProjectKey Server { get; } = new(
        "server", "a file", "The default of --ready-file of serve, and of --server of invoke, query and queue.");

    /// <summary>Every key, in the order of the documentation.</summary>
    public static IReadOnlyList<ProjectKey> All { get; } = [Mapping, Descriptors, Sql, Event, Variables, Server];
}

/// <summary><c>sqs-ingestor.yaml</c>: the defaults of a project, for its folder and all folders below.</summary>
internal sealed class ProjectFile
{
    public const string Name = "sqs-ingestor.yaml";

    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 8;

    private readonly Dictionary<string, IReadOnlyList<string>> _values = [];

    private ProjectFile(FileInfo file) => File = file;

    /// <summary>The file.</summary>
    public FileInfo File { get; }

    /// <summary>The values of a key; empty if the file does not have it.</summary>
    public IReadOnlyList<string> Values(ProjectKey key) => _values.GetValueOrDefault(key.Word, []);

    /// <summary>The file of the current folder, or of the nearest folder above that has one; null for none.</summary>
    public static FileInfo? Find()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var file = new FileInfo(Path.Combine(folder.FullName, Name));
            if (file.Exists) return file;
        }

        return null;
    }

    /// <summary>Reads a project file.</summary>
    /// <exception cref="CliException">
    /// The file cannot be read, is not YAML, or has a key or a value that it cannot have.
    /// </exception>
    public static ProjectFile Read(FileInfo file)
    {
        var project = new ProjectFile(file);
        var yaml = new YamlStream();
        if (file.Exists && file.Length > MaxBytes) throw Invalid(file, Mark.Empty, "The project file has more than 1 MiB.");
        var text = Files.ReadText(file);
        try
        {
            RefuseNesting(file, text);
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw Invalid(file, e.Start, $"The project file is not YAML: {e.Message}");
        }
        // The scanner throws other types of exceptions on text that it does not expect, such as a list in brackets that goes on
        // at the start of a line.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Invalid(
                file, LastPlace(text), "The project file is not YAML from here on: check brackets, quotes and indentation.");
        }

        if (yaml.Documents.Count == 0) return project;
        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw Invalid(file, yaml.Documents[0].RootNode.Start, "The project file must have keys and values.");
        }

        foreach (var (name, value) in root.Children)
        {
            var key = ProjectKey.All.FirstOrDefault(each => each.Word == (name as YamlScalarNode)?.Value)
                ?? throw Invalid(file, name.Start, Unknown(name.ToString()));
            project._values[key.Word] = key == ProjectKey.Variables ? Variables(file, value) : Texts(file, key, value);
        }

        return project;
    }

    /// <summary>The library reads nodes recursively, and expands aliases.</summary>
    private static void RefuseNesting(FileInfo file, string text)
    {
        var depth = 0;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth) throw Invalid(file, parser.Current.Start, "The project file is nested too deep.");
            if (parser.Current is AnchorAlias) throw Invalid(file, parser.Current.Start, "The project file cannot have aliases.");
        }
    }

    /// <summary>The end of the last part that is YAML.</summary>
    private static Mark LastPlace(string text)
    {
        var place = Mark.Empty;
        var parser = new Parser(new StringReader(text));
        try
        {
            while (parser.MoveNext()) place = parser.Current!.End;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            return place;
        }

        return place;
    }

    private static string[] Texts(FileInfo file, ProjectKey key, YamlNode value)
    {
        IEnumerable<YamlNode> nodes = value is YamlSequenceNode list ? list : [value];
        return [.. nodes.Select(node => node is YamlScalarNode { Value: { Length: > 0 } text }
            && !text.Contains('\0', StringComparison.Ordinal)
            ? key.IsPath ? PathOf(file, key, text) : text
            : throw Invalid(file, node.Start, $"'{key.Word}' takes {key.Takes}."))];
    }

    private static string[] Variables(FileInfo file, YamlNode value) => value is YamlMappingNode mapping
        ? [.. mapping.Children.Select(pair => (pair.Key, pair.Value) is (YamlScalarNode name, YamlScalarNode text)
            ? $"{name.Value}={text.Value}"
            : throw Invalid(file, pair.Value.Start, "'vars' takes names and values."))]
        : throw Invalid(file, value.Start, "'vars' takes names and values.");

    /// <summary>A path of the file as the command line would have it, also after the <c>NAME=</c> of a table.</summary>
    private static string PathOf(FileInfo file, ProjectKey key, string text)
    {
        var equals = key == ProjectKey.Sql ? text.IndexOf('=', StringComparison.Ordinal) : -1;
        if (equals >= 0 && TableName.TryParse(text[..equals]) is null) equals = -1;
        var path = Path.Combine(file.DirectoryName!, text[(equals + 1)..]);
        return text[..(equals + 1)] + Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
    }

    private static string Unknown(string name)
    {
        var words = ProjectKey.All.Select(key => key.Word).ToList();
        return $"The project file has no key '{name}'{(Nearest.Hint(name, words) is { } hint ? $"; {hint}" : ".")} "
            + $"The keys are {string.Join(", ", words)}.";
    }

    private static CliException Invalid(FileInfo file, Mark place, string text) =>
        CliErrors.ProjectInvalid.WithText($"{file}:{place.Line}:{place.Column}: error {CliErrors.ProjectInvalid.Code}: {text}");
}
