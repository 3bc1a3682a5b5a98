using System.Text;
using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Init;

/// <summary>
/// The files of a new project: those of a shape of the gallery, under the name of its table, the defaults of the commands, a
/// README and an AGENTS.md.
/// </summary>
internal static class ProjectFiles
{
    /// <summary>Paths and contents; writes nothing.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="folder">The folder of the project; empty for the current one.</param>
    public static IReadOnlyList<(string Path, byte[] Contents)> Of(GalleryShape shape, string folder)
    {
        var table = shape.Table;
        return
        [
            (Path.Combine(folder, "README.md"), Encoding.UTF8.GetBytes(Readme(shape))),
            (Path.Combine(folder, "AGENTS.md"), Encoding.UTF8.GetBytes(AgentsFile.Text(shape))),
            (Path.Combine(folder, ProjectFile.Name), Encoding.UTF8.GetBytes(Defaults(table))),
            (Path.Combine(folder, "descriptors", $"{table}.sql"), Files.Read(shape.File("table.sql"))),
            (Path.Combine(folder, "descriptors", $"{table}.proto"), Files.Read(shape.File("table.proto"))),
            (Path.Combine(folder, "descriptors", $"{table}.binpb"), Files.Read(shape.File("table.binpb"))),
            (Path.Combine(folder, "mappings", $"{table}.yaml"), Mapping(shape)),
            (Path.Combine(folder, "mappings", "samples", $"{table}.json"), Files.Read(shape.File("event.json"))),
        ];
    }

    /// <summary>The commands to run next, in the folder of the project.</summary>
    public static IReadOnlyList<string> NextCommands(GalleryShape shape)
    {
        var (mapping, sample) = ($"mappings/{shape.Table}.yaml", $"mappings/samples/{shape.Table}.json");
        var (sql, descriptor) = ($"descriptors/{shape.Table}.sql", $"descriptors/{shape.Table}.binpb");
        return
        [
            $"sqs-ingestor check {mapping} --against {sql}",
            $"sqs-ingestor test {mapping}",
            $"sqs-ingestor encode {mapping} --event {sample}",
            $"sqs-ingestor demo {mapping} --sql {sql} --descriptors {descriptor} --event {sample}",
        ];
    }

    /// <summary>The mapping, with the names that its files have in a project.</summary>
    private static byte[] Mapping(GalleryShape shape) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Files.Read(shape.File("mapping.yaml")))
            .Replace("descriptor: table.binpb", $"descriptor: {shape.Table}.binpb", StringComparison.Ordinal)
            .Replace("file: event.json", $"file: samples/{shape.Table}.json", StringComparison.Ordinal));

    /// <summary>The project file.</summary>
    private static string Defaults(string table) =>
        $"""
        # What the commands of sqs-ingestor use in this folder, and in those below it, if the command line does not say.
        mapping: mappings/{table}.yaml
        descriptors: descriptors
        sql: descriptors/{table}.sql
        event: mappings/samples/{table}.json

        """.ReplaceLineEndings("\n");

    private static string Readme(GalleryShape shape) =>
        $"""
        # {shape.Title}

        {shape.Sender} {shape.Summary}

        | file | what it is |
        |---|---|
        | `descriptors/{shape.Table}.sql` | the table; run it in Databricks |
        | `descriptors/{shape.Table}.binpb` | the descriptor of the table, to deploy; `.proto` is the same to read |
        | `mappings/{shape.Table}.yaml` | where each column comes from, to deploy, with tests |
        | `mappings/samples/{shape.Table}.json` | a sample event, with invented values |
        | `{ProjectFile.Name}` | what commands use by default: `sqs-ingestor check`, `test`, `encode` and `demo` are enough |
        | `AGENTS.md` | the same commands for coding agents, and what they must not do |

        Change the table and the mapping together. After a change of the table, write its descriptor again:

        ```sh
        sqs-ingestor schema pull --from-sql descriptors/{shape.Table}.sql --force
        ```

        Then check, test and try the mapping. These commands need no account:

        ```sh
        {string.Join('\n', NextCommands(shape))}
        ```

        Do you have messages of your own? `sqs-ingestor infer FILE` makes a table from them, and with
        `--against mappings/{shape.Table}.yaml` it lists what no column of this mapping takes. The table has what is used most, so
        there are such members in the sample event too.

        """.ReplaceLineEndings("\n");
}
