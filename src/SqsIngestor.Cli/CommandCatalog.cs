using SqsIngestor.Cli.Check;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Demo;
using SqsIngestor.Cli.Encode;
using SqsIngestor.Cli.Explain;
using SqsIngestor.Cli.Infer;
using SqsIngestor.Cli.Init;
using SqsIngestor.Cli.Invoke;
using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Query;
using SqsIngestor.Cli.Queue;
using SqsIngestor.Cli.Reference;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Cli.Serve;
using SqsIngestor.Cli.Test;

namespace SqsIngestor.Cli;

/// <summary>
/// Every command. The parser, <c>--help</c> and docs/reference/commands.md are made from this list. To add a command, write its
/// folder and add its entry here.
/// </summary>
internal static class CommandCatalog
{
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        CheckCommand.Info,
        TestCommand.Info,
        EncodeCommand.Info,
        ExplainCommand.Info,
        InitCommand.Info,
        InferCommand.Info,
        SchemaCommand.Info,
        DemoCommand.Info,
        ServeCommand.Info,
        InvokeCommand.Info,
        QueryCommand.Info,
        QueueCommand.Info,
        PackageCommand.Info,
        ReferenceCommand.Info,
        HelpCommand.Info,
        CompletionCommand.Info,
    ];
}
