using System.CommandLine;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>Finds the server that a command is to talk to.</summary>
internal static class RunningServer
{
    private const string Variable = "SQS_INGESTOR_SERVER";

    public static Option<FileInfo?> Option() => new("--server")
    {
        Description = $"The ready file of the server. Default: {Variable}, or else the file that 'serve' writes by itself.",
        HelpName = "FILE",
    };

    /// <exception cref="CliException">There is none.</exception>
    public static ServerInfo Find(FileInfo? given)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        var file = given ?? (string.IsNullOrEmpty(variable) ? ReadyFile.Default : new FileInfo(variable));
        return new ReadyFile(file).TryRead() ?? throw new CliException(ExitCodes.Usage,
            $"error server_not_found: no server runs that {file} tells of. Start one with 'sqs-ingestor serve', or name its ready file with --server or {Variable}.");
    }
}
