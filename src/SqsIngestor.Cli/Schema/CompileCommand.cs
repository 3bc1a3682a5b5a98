using System.CommandLine;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema compile</c>.</summary>
internal static class CompileCommand
{
    public static CommandInfo Info { get; } = new("compile", CommandGroup.Tables, "Compile .proto files to descriptor sets")
    {
        Details =
            "Writes FILE.binpb for each file, with its imports and comments, using the bundled protoc.",
        Examples = ["sqs-ingestor schema compile", "sqs-ingestor schema compile descriptors/orders.proto --output build"],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "The .proto files. Default: descriptors/*.proto.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var imports = new Option<DirectoryInfo[]>("--proto-path", "-I")
        {
            Description = "A folder with imported files, besides the folder of each file and google/protobuf.",
            HelpName = "DIR",
        };
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "The folder of the descriptor sets. Default: the folder of each file.",
            HelpName = "DIR",
        };
        command.AddAll(files, imports, output);
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(files) is { Length: > 0 } given ? given : All();
            foreach (var file in chosen)
            {
                var bytes = ProtoSet.Write(ProtocProgram.Compile(file, parsed.GetValue(imports) ?? []));
                var folder = parsed.GetValue(output)?.ToString() ?? Path.GetDirectoryName(file.ToString()) ?? "";
                var target = Path.Combine(folder, Path.ChangeExtension(file.Name, ".binpb"));
                Files.WriteAll([(target, bytes)], overwrite: true);
                Console.Out.WriteLine(target);
            }
        });
    }

    private static FileInfo[] All()
    {
        var files = Directory.Exists("descriptors")
            ? Directory.GetFiles("descriptors", "*.proto").Order(StringComparer.Ordinal).ToArray()
            : [];
        return files.Length > 0
            ? [.. files.Select(f => new FileInfo(f))]
            : throw CliErrors.CommandLine.Because("The current folder has no descriptors/*.proto. Name the files.");
    }
}
