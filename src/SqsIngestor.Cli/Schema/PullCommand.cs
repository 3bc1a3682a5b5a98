using System.CommandLine;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema pull</c>.</summary>
internal static class PullCommand
{
    private static readonly Option<string?> Table = new("--table")
    {
        Description =
            "The table, as catalog.schema.table. With --from-sql or --from-json: which table, if the file has several.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Pull every table of the file of --from-sql or --from-json, without its views.",
    };

    private static readonly Option<FileInfo?> Sql = new("--from-sql")
    {
        Description = "Read CREATE TABLE statements from this file, with the ALTER TABLE statements after them. Works offline.",
        HelpName = "FILE",
    };

    private static readonly Option<FileInfo?> Json = new("--from-json")
    {
        Description = "Read the output of 'databricks tables get NAME' from this file. Works offline.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Mapping = new Option<bool>("--with-mapping")
    {
        Description = "Write mappings/TABLE.yaml as well: "
            + "a starter mapping that takes each column from the member of the same name in a JSON body. "
            + "A mapping that exists gets the new columns, and keeps everything else.",
    }.WithOldName("--mapping");

    private static readonly Option<DirectoryInfo?> Output = new("--output")
    {
        Description = "Write descriptors/ and mappings/ below this folder. Default: the current folder.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Overwrite descriptor files that exist." };

    private static readonly SqlVariables Variables = new();
    private static readonly WorkspaceOptions Workspace = new();

    public static CommandInfo Info { get; } = new(
        "pull", CommandGroup.Tables, "Write the descriptor of a table, from Unity Catalog or a file")
    {
        Details =
            "Writes descriptors/TABLE.proto, to read, and descriptors/TABLE.binpb, to deploy. "
                + "Field names and numbers are the same as those of Databricks' generator. "
                + "A column that protobuf cannot carry is named and left out, and the exit code says so; "
                + "if rows need the column, nothing is written.",
        Examples =
        [
            "sqs-ingestor schema pull --table main.sales.orders --with-mapping",
            "sqs-ingestor schema pull --from-sql descriptors/orders.sql --table orders",
            "sqs-ingestor schema pull --from-sql tables.sql --all --var catalog=main --with-mapping",
        ],
        ReadsCatalog = true,
        Build = Build,
    };

    private static void Build(Command command)
    {
        command.AddAll(Table, All, Sql, Json, Variables.Option, Mapping, Output, Force);
        Workspace.AddTo(command);
        command.Validators.Add(result =>
        {
            var hasFile = Exclusions.IsGiven(result, Sql) || Exclusions.IsGiven(result, Json);
            if (!hasFile && result.GetValue(Table) is null)
            {
                result.AddError("Use --table, or a file with --from-sql or --from-json.");
            }
            if (result.GetValue(All) && !hasFile) result.AddError("--all needs a file: --from-sql or --from-json.");
        });
        command.Exclude(Sql, Json);
        command.Exclude(All, Table);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(Output)?.ToString() ?? "";
            var tables = await TablesAsync(parsed, cancellationToken);
            var pulled = Pull(tables, folder, parsed.GetValue(Mapping));
            Write(pulled, parsed.GetValue(Force));
            return pulled.Exists(table => table.IsIncomplete) ? ExitCodes.NotExpressible : ExitCodes.Success;
        });
    }

    /// <summary>The files of every table.</summary>
    /// <exception cref="CliException">Tables that have none, with the code of the first of them.</exception>
    private static List<PulledTable> Pull(IReadOnlyList<CatalogTable> tables, string folder, bool withMapping)
    {
        var (pulled, failures) = (new List<PulledTable>(), new List<CliException>());
        foreach (var table in tables)
        {
            try
            {
                pulled.Add(PulledTable.Of(table, folder, withMapping));
            }
            catch (CliException e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count == 0) return pulled;
        if (tables.Count == 1) throw failures[0];
        var text = string.Join('\n', failures.Select(failure => failure.Message));
        throw failures[0].Error.WithText($"{text}\nNo file was written.", failures[0]);
    }

    private static async Task<IReadOnlyList<CatalogTable>> TablesAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (name, variables) = (parsed.GetValue(Table), Variables.Read(parsed));
        var (origin, tables) =
            parsed.GetValue(Sql) is { } sql ? (sql, TableFiles.ReadSql(new NamedFile(sql), variables))
            : parsed.GetValue(Json) is { } json ? (json, TableFiles.ReadJson(json))
            : ((FileInfo?)null, (IReadOnlyList<CatalogTable>)[]);
        variables.RefuseUnused();
        if (origin is null)
        {
            using var catalog = Workspace.Read(parsed);
            return [await catalog.GetAsync(TableSource.Name(name!), cancellationToken)];
        }

        var all = tables.Where(table => !table.IsView).ToList();
        if (!parsed.GetValue(All) || all.Count == 0) return [TableSource.Choose(origin.ToString(), tables, name)];
        tables = all;
        var twice = tables.GroupBy(PulledTable.StemOf, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? tables
            : throw CliErrors.PulledTwice.At(
                origin,
                $"{string.Join(" and ", twice.Select(table => table.Name))} would both be written to "
                    + $"descriptors/{twice.Key}.proto. Pull them one by one, with --table and --output.");
    }

    /// <summary>Writes the files of all tables or none, and says what they lack.</summary>
    private static void Write(List<PulledTable> tables, bool force)
    {
        if (!force) Files.RefuseExisting([.. tables.SelectMany(table => table.Descriptors).Select(file => file.Path)]);
        Files.WriteAll([.. tables.SelectMany(table => table.Outputs)], overwrite: true);
        foreach (var table in tables)
        {
            foreach (var (path, _) in table.Outputs) Console.Out.WriteLine(path);
        }

        foreach (var note in tables.SelectMany(table => table.Notes)) Console.Error.WriteLine(note);
    }
}
