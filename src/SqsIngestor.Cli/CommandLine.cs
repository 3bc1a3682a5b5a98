using System.CommandLine;
using SqsIngestor.Cli.Check;
using SqsIngestor.Cli.Demo;
using SqsIngestor.Cli.Encode;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Explain;
using SqsIngestor.Cli.Invoke;
using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Query;
using SqsIngestor.Cli.Queue;
using SqsIngestor.Cli.Reference;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Cli.Serve;
using SqsIngestor.Cli.Test;

namespace SqsIngestor.Cli;

/// <summary>The commands of <c>sqs-ingestor</c>.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end by itself after Ctrl-C or SIGTERM: a server has to close what it has open.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Lands SQS messages as rows of Databricks Unity Catalog tables. Everything here runs on this machine.")
        {
            CheckCommand.Create(),
            TestCommand.Create(),
            EncodeCommand.Create(),
            ExplainCommand.Create(),
            SchemaCommand.Create(),
            ReferenceCommand.Create(),
            DemoCommand.Create(),
            ServeCommand.Create(),
            InvokeCommand.Create(),
            QueryCommand.Create(),
            QueueCommand.Create(),
            PackageCommand.Create(),
        };
        var parsed = root.Parse(args);
        try
        {
            // 1 is kept for work that was done and failed; a wrong command line is 2, as of most Unix tools.
            var exit = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTimeout });
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : exit;
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
    }
}
