using System.CommandLine;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Test;

/// <summary><c>sqs-ingestor test</c>.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var (files, descriptors) = (MappingOptions.Files(), MappingOptions.Descriptors());
        var filter = new Option<string?>("--filter") { Description = "Only tests whose name contains this, in any case.", HelpName = "TEXT" };
        var junit = new Option<FileInfo?>("--junit") { Description = "Write the results to this file too, as JUnit XML.", HelpName = "FILE" };
        var command = new Command("test", "Run the tests that stand in mapping files, through the encoder that the function uses. Exit code 1: a test failed. 2: the command line or a mapping is wrong.")
        {
            files, descriptors, filter, junit,
        };
        command.SetAction(parsed =>
        {
            var mappings = parsed.GetValue(files)!.Select(f => MappingFiles.Load(f, parsed.GetValue(descriptors), null)).ToList();
            var outcomes = mappings.SelectMany(m => TestRun.Run(m, parsed.GetValue(filter), TimeProvider.System)).ToList();
            TestReport.Write(ConsoleFactory.Create(), outcomes);
            if (parsed.GetValue(junit) is { } file) Files.Write(file, JunitReport.Write(outcomes));
            if (parsed.GetValue(filter) is { } text && outcomes.Count == 0) throw new CliException(ExitCodes.Usage, $"no test has '{text}' in its name");
            return outcomes.TrueForAll(o => o.Result.Passed) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }
}
