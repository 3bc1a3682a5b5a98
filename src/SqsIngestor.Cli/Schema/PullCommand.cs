using System.CommandLine;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema pull</c>.</summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var table = new Option<string?>("--table") { Description = "catalog.schema.table. With --from-sql and --from-json: which table, where the file has several.", HelpName = "NAME" };
        var sql = new Option<FileInfo?>("--from-sql") { Description = "Read CREATE TABLE from this file, and ask no workspace.", HelpName = "FILE" };
        var json = new Option<FileInfo?>("--from-json") { Description = "Read the catalog's JSON (databricks tables get NAME) from this file, and ask no workspace.", HelpName = "FILE" };
        var mapping = new Option<bool>("--mapping") { Description = "Write a mapping to start from as well: each column from the member of its name in a JSON body, as: filled in from the Delta types." };
        var output = new Option<DirectoryInfo?>("--output") { Description = "The folder that has, or gets, the folders descriptors and mappings. Default: this one.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Overwrite files that are there." };
        var workspace = new WorkspaceOptions();
        var command = new Command("pull",
            "Make the descriptor of a table from Unity Catalog: descriptors/TABLE.proto, to be read, and descriptors/TABLE.binpb, to be deployed. "
            + "Names and numbers are those of Databricks' own generator. Exit codes: see sqs-ingestor schema --help.")
        {
            table, sql, json, mapping, output, force,
        };
        workspace.AddTo(command);
        command.Validators.Add(result =>
        {
            var given = (result.GetValue(sql) is null ? 0 : 1) + (result.GetValue(json) is null ? 0 : 1);
            if (given == 0 && result.GetValue(table) is null) result.AddError("Give --table, or a file with --from-sql or --from-json.");
            if (given == 2) result.AddError("Give one of --from-sql and --from-json.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var name = parsed.GetValue(table);
            var source = parsed.GetValue(sql) is { } sqlFile ? TableSource.Choose(sqlFile.ToString(), TableFiles.ReadSql(sqlFile), name)
                : parsed.GetValue(json) is { } jsonFile ? TableSource.Choose(jsonFile.ToString(), TableFiles.ReadJson(jsonFile), name)
                : await catalog.GetAsync(TableSource.Name(name!), cancellationToken);
            var files = Files(source, parsed.GetValue(output)?.ToString() ?? "", parsed.GetValue(mapping));
            OutputFiles.Write(files, parsed.GetValue(force));
            foreach (var (path, _) in files) Console.Out.WriteLine(path);
            Warn(source);
            return ExitCodes.Success;
        });
        return command;
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
        if (withMapping) files.Add((Path.Combine(folder, "mappings", $"{stem}.yaml"), Encoding.UTF8.GetBytes(StarterMapping.Write(table, $"{stem}.binpb"))));
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
            throw new CliException(CatalogExitCodes.Of(e.Code), $"error: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new CliException(ExitCodes.NotExpressible, string.Join('\n', e.Message.Split('\n').Select(line => $"{table.Name}: error: {line}")), e);
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
            Console.Error.WriteLine($"{table.Name}: warning: '{column.Name}' is a word of the protobuf language. It works here; Databricks' generator refuses it.");
        }
    }
}
