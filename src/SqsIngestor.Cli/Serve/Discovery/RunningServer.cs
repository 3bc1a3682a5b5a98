using System.CommandLine;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>Finds the server for a command.</summary>
internal static class RunningServer
{
    private const string Variable = "SQS_INGESTOR_SERVER";

    public static Option<FileInfo?> Option() => new("--server")
    {
        Description = $"The ready file of the server. Default: {Variable}, otherwise the default file of 'serve'.",
        HelpName = "FILE",
    };

    /// <exception cref="CliException">There is no ready file.</exception>
    public static ServerInfo Find(FileInfo? given)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        var file = given ?? (string.IsNullOrEmpty(variable) ? ReadyFile.Default : new FileInfo(variable));
        return new ReadyFile(file).TryRead() ?? throw CliErrors.ServerNotFound.Because(
            $"No running server has the ready file {file}. "
                + $"Start one with 'sqs-ingestor serve', or name its ready file with --server or {Variable}.");
    }
}
