using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Test;

/// <summary><c>sqs-ingestor test</c>.</summary>
internal static class TestCommand
{
    public static CommandInfo Info { get; } = new("test", CommandGroup.Mappings, "Run the tests in mapping files")
    {
        Details = "Encodes the messages of each test as the function does, and compares the rows with what the test expects.",
        Examples = ["sqs-ingestor test mappings/orders.yaml", "sqs-ingestor test mappings/*.yaml --junit results.xml"],
        FailsIf = "A test failed.",
        Build = Build,
    };

    private static void Build(Command command)
    {
        var (files, descriptors) = (MappingOptions.Files(), MappingOptions.Descriptors());
        var filter = new Option<string?>("--filter")
        {
            Description = "Run only tests whose name contains this text. Ignores case.",
            HelpName = "TEXT",
        };
        var junit = new Option<FileInfo?>("--junit")
        {
            Description = "Write the results to this file as well, as JUnit XML.",
            HelpName = "FILE",
        };
        var showValues = MappingOptions.ShowValues();
        command.AddAll(files, descriptors, filter, showValues, junit);
        command.SetAction(parsed =>
        {
            var mappings = parsed.GetValue(files)!.Select(f => MappingFiles.Load(f, parsed.GetValue(descriptors), null)).ToList();
            var outcomes = mappings.SelectMany(m => TestRun.Run(
                m, parsed.GetValue(filter), parsed.GetValue(showValues), TimeProvider.System)).ToList();
            var console = ConsoleFactory.Create();
            foreach (var mapping in mappings.Where(each => each.Compilation.Tests.Count == 0))
                console.WriteUnwrapped(PlainText.Of($"{mapping.File}: the mapping has no tests"), Styles.Warning);
            TestReport.Write(console, outcomes);
            if (parsed.GetValue(junit) is { } file) Files.Write(file, JunitReport.Write(outcomes));
            if (parsed.GetValue(filter) is { } text && outcomes.Count == 0)
            {
                throw CliErrors.TestNotFound.Because($"No test has '{text}' in its name.");
            }
            return outcomes.TrueForAll(o => o.Result.Passed) ? ExitCodes.Success : ExitCodes.Failure;
        });
    }
}
