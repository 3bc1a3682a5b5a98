using System.CommandLine;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema pull</c>.</summary>
internal static class PullCommand
{
    public static CommandInfo Info { get; } = new(
        "pull", CommandGroup.Tables, "Write the descriptor of a table, from Unity Catalog or a file")
    {
        Details =
            "Writes descriptors/TABLE.proto, to read, and descriptors/TABLE.binpb, to deploy. "
                + "Field names and numbers are the same as those of Databricks' generator.",
        Examples =
        [
            "sqs-ingestor schema pull --table main.sales.orders --mapping",
            "sqs-ingestor schema pull --from-sql descriptors/orders.sql --table orders",
        ],
        ReadsCatalog = true,
        Build = Build,
    };

    private static void Build(Command command)
    {
        var table = new Option<string?>("--table")
        {
            Description =
                "The table, as catalog.schema.table. With --from-sql or --from-json: which table, if the file has several.",
            HelpName = "NAME",
        };
        var sql = new Option<FileInfo?>("--from-sql")
        {
            Description = "Read the CREATE TABLE statement from this file. Works offline.",
            HelpName = "FILE",
        };
        var json = new Option<FileInfo?>("--from-json")
        {
            Description = "Read the output of 'databricks tables get NAME' from this file. Works offline.",
            HelpName = "FILE",
        };
        var mapping = new Option<bool>("--mapping")
        {
            Description = "Write mappings/TABLE.yaml as well: "
                + "a starter mapping that takes each column from the member of the same name in a JSON body.",
        };
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Write descriptors/ and mappings/ below this folder. Default: the current folder.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite files that exist." };
        var workspace = new WorkspaceOptions();
        command.AddAll(table, sql, json, mapping, output, force);
        workspace.AddTo(command);
        command.Validators.Add(result =>
        {
            var given = (result.GetValue(sql) is null ? 0 : 1) + (result.GetValue(json) is null ? 0 : 1);
            if (given == 0 && result.GetValue(table) is null)
            {
                result.AddError("Use --table, or a file with --from-sql or --from-json.");
            }
            if (given == 2) result.AddError("--from-sql and --from-json exclude each other.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var name = parsed.GetValue(table);
            var source =
                parsed.GetValue(sql) is { } sqlFile ? TableSource.Choose(sqlFile.ToString(), TableFiles.ReadSql(sqlFile), name)
                : parsed.GetValue(json) is { } jsonFile ? TableSource
                    .Choose(jsonFile.ToString(), TableFiles.ReadJson(jsonFile), name)
                : await catalog.GetAsync(TableSource.Name(name!), cancellationToken);
            var files = Files(source, parsed.GetValue(output)?.ToString() ?? "", parsed.GetValue(mapping));
            Cli.Files.WriteAll(files, parsed.GetValue(force));
            foreach (var (path, _) in files) Console.Out.WriteLine(path);
            Warn(source);
            return ExitCodes.Success;
        });
    }

    private static List<(string Path, byte[] Contents)> Files(CatalogTable table, string folder, bool withMapping)
    {
        var stem = TableSet.FileStem(table.Name.Table);
        var text = ProtoText.Write(Require(table, $"{stem}.proto"));
        var files = new List<(string, byte[])>
        {
            (Path.Combine(folder, "descriptors", $"{stem}.proto"), Encoding.UTF8.GetBytes(text)),
            (Path.Combine(folder, "descriptors", $"{stem}.binpb"), Compile(text, $"{stem}.proto")),
        };
        if (withMapping)
        {
            var mapping = StarterMapping.Write(table, $"{stem}.binpb");
            files.Add((Path.Combine(folder, "mappings", $"{stem}.yaml"), Encoding.UTF8.GetBytes(mapping)));
        }

        return files;
    }

    private static Google.Protobuf.Reflection.FileDescriptorProto Require(CatalogTable table, string fileName)
    {
        try
        {
            return TableFile.Build(IngestTarget.Require(table), fileName);
        }
        catch (CatalogException e)
        {
            throw CliErrors.Of(e.Code).Because(e.Message, e);
        }
        catch (NotSupportedException e)
        {
            var error = CliErrors.TableNotExpressible;
            throw error.WithText(string.Join('\n', e.Message.Split('\n').Select(line => error.At(table.Name, line).Message)), e);
        }
    }

    private static byte[] Compile(string text, string fileName)
    {
        var folder = Directory.CreateTempSubdirectory("sqs-ingestor-");
        try
        {
            var file = new FileInfo(Path.Combine(folder.FullName, fileName));
            File.WriteAllText(file.FullName, text);
            return ProtoSet.Write(ProtocProgram.Compile(file, []));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Warn(CatalogTable table)
    {
        foreach (var column in table.Columns.Where(column => ProtoNames.IsLanguageWord(column.Name)))
        {
            Console.Error.WriteLine(
                $"{table.Name}: warning: '{column.Name}' is a keyword of the protobuf language. "
                    + "It works here, but Databricks' generator refuses it.");
        }
    }
}
