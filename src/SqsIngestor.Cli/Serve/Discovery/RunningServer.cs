using System.CommandLine;
using SqsIngestor.Cli.Defaults;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>Finds the server for a command.</summary>
internal static class RunningServer
{
    public static Option<FileInfo?> Option() => new Option<FileInfo?>("--server")
    {
        Description = "The ready file of the server. Default: the default file of 'serve'.",
        HelpName = "FILE",
    }.FromProject(ProjectKey.Server);

    /// <exception cref="CliException">There is no ready file.</exception>
    public static ServerInfo Find(FileInfo? given)
    {
        var file = given ?? ReadyFile.Default;
        Verbosity.Say($"reading {file}");
        return new ReadyFile(file).TryRead() ?? throw CliErrors.ServerNotFound.Because(
            $"No running server has the ready file {file}. "
                + $"Start one with 'sqs-ingestor serve', or name its ready file with --server.");
    }
}
