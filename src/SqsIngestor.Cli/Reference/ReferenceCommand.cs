using System.CommandLine;
using System.Text;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Reference;

/// <summary><c>sqs-ingestor reference</c>.</summary>
internal static class ReferenceCommand
{
    public static CommandInfo Info { get; } = new(
        "reference", CommandGroup.Documentation, "Print or write the reference pages of the documentation")
    {
        Details = "The pages are generated from the program. Without arguments, lists them.",
        Examples = ["sqs-ingestor reference diagnostics", ReferencePages.Command],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var page = new Argument<string?>("PAGE") { Description = "The page to print.", Arity = ArgumentArity.ZeroOrOne };
        page.CompletionSources.Add([.. ReferencePages.All.Select(each => each.Name)]);
        var output = new Option<DirectoryInfo?>("--output")
        {
            Description = "Write all pages and their index to this folder.",
            HelpName = "DIR",
        };
        command.AddAll(page, output);
        command.Exclude(output, page);
        command.SetAction(parsed => Run(parsed.GetValue(page), parsed.GetValue(output)));
    }

    private static void Run(string? name, DirectoryInfo? output)
    {
        if (output is not null)
        {
            Files.WriteAll(
                [
                    .. ReferencePages.Files()
                    .Select(file => (Path.Combine(output.ToString(), file.FileName), Encoding.UTF8.GetBytes(file.Text)))],
                overwrite: true);
        }
        else if (name is not null)
        {
            var page = ReferencePages.All.FirstOrDefault(each => each.Name == name)
                ?? throw CliErrors.CommandLine.Because(
                    $"'{name}' is not a reference page. "
                        + $"The pages are {string.Join(", ", ReferencePages.All.Select(each => each.Name))}.");
            Console.Out.Write(page.Write());
        }
        else
        {
            var width = ReferencePages.All.Max(each => each.Name.Length);
            foreach (var each in ReferencePages.All) Console.Out.WriteLine($"{each.Name.PadRight(width)}  {each.Summary}");
        }
    }
}
