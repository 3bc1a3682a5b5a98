using System.CommandLine;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema compile</c>.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "The .proto files. Default: descriptors/*.proto.", Arity = ArgumentArity.ZeroOrMore };
        var imports = new Option<DirectoryInfo[]>("--proto-path", "-I") { Description = "A folder with files that others import; may be given several times. A file's own folder and google/protobuf are always there.", HelpName = "DIR" };
        var output = new Option<DirectoryInfo?>("--output") { Description = "The folder of the descriptor sets. Default: beside each file.", HelpName = "DIR" };
        var command = new Command("compile", "Compile .proto files to descriptor sets (FILE.binpb), imports and comments included, with the protoc that comes with this program. Exit code 1: protoc refuses a file, and says where.")
        {
            files, imports, output,
        };
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(files) is { Length: > 0 } given ? given : All();
            foreach (var file in chosen)
            {
                var bytes = ProtoSet.Write(ProtocProgram.Compile(file, parsed.GetValue(imports) ?? []));
                var folder = parsed.GetValue(output)?.ToString() ?? Path.GetDirectoryName(file.ToString()) ?? "";
                var target = Path.Combine(folder, Path.ChangeExtension(file.Name, ".binpb"));
                OutputFiles.Write([(target, bytes)], overwrite: true);
                Console.Out.WriteLine(target);
            }
        });
        return command;
    }

    private static FileInfo[] All()
    {
        var files = Directory.Exists("descriptors") ? Directory.GetFiles("descriptors", "*.proto").Order(StringComparer.Ordinal).ToArray() : [];
        return files.Length > 0 ? [.. files.Select(f => new FileInfo(f))] : throw new CliException(ExitCodes.Usage, "There is no descriptors/*.proto here; name the files.");
    }
}
