using System.CommandLine;
using Spectre.Console;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Init;

/// <summary><c>sqs-ingestor init</c>.</summary>
internal static class InitCommand
{
    public static CommandInfo Info { get; } = new(
        "init", CommandGroup.Tables, "Write a project for a usual shape of messages: table, descriptor, mapping, tests, sample")
    {
        Details = "The mappings are those of mappings/gallery, which are tested. Change them for your messages.",
        Examples =
        [
            "sqs-ingestor init --list",
            "sqs-ingestor init --shape s3 uploads",
        ],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var folder = new Argument<DirectoryInfo?>("DIR")
        {
            Description = "The folder of the project; it is created. Default: the current folder.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        string[] names = [.. GalleryShape.All.Select(each => each.Name)];
        var shape = CommandSymbols.Choice(
            "--shape", $"The shape of the messages: {string.Join(", ", names[..^1])} or {names[^1]}.", GalleryShape.Default,
            names);
        var list = new Option<bool>("--list") { Description = "List the shapes, and write nothing." };
        var force = new Option<bool>("--force") { Description = "Overwrite files that exist." };
        command.AddAll(folder, shape, list, force);
        command.Exclude(list, folder, shape, force);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(list)) WriteList(ConsoleFactory.Create());
            else Write(GalleryShape.Find(parsed.GetValue(shape)!)!, parsed.GetValue(folder), parsed.GetValue(force));
        });
    }

    private static void WriteList(IAnsiConsole console)
    {
        var width = GalleryShape.All.Max(shape => shape.Name.Length);
        foreach (var shape in GalleryShape.All)
        {
            console.WriteUnwrapped($"{shape.Name.PadRight(width)}  {shape.Title}: {shape.Summary}", Style.Plain);
        }
    }

    private static void Write(GalleryShape shape, DirectoryInfo? folder, bool force)
    {
        var files = ProjectFiles.Of(shape, folder?.ToString() ?? "");
        Files.WriteAll(files, force);
        foreach (var (path, _) in files) Console.Out.WriteLine(path);
        if (Verbosity.IsQuiet) return;
        Console.Out.WriteLine(folder is null ? "\nNext:" : $"\nNext:\n  cd {Quoted(folder.ToString())}");
        foreach (var next in ProjectFiles.NextCommands(shape)) Console.Out.WriteLine($"  {next}");
    }

    /// <summary>A path as a shell takes it.</summary>
    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
}
