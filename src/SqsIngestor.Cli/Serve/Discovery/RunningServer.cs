using System.CommandLine;
using SqsIngestor.Cli.Commands;
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

    /// <exception cref="CliException">There is no ready file, or the file is not one.</exception>
    public static ServerInfo Find(FileInfo? given)
    {
        var file = given ?? ReadyFile.Default;
        Verbosity.Say($"reading {file}");
        var ready = new ReadyFile(file);
        if (ready.TryRead() is { } info) return info;
        var reason = ready.Exists
            ? $"{file} is not a ready file of a server on this machine, or cannot be read."
            : $"No running server has the ready file {file}.";
        throw CliErrors.ServerNotFound.Because(
            $"{reason} Start a server with 'sqs-ingestor serve', or name its ready file with --server.");
    }
}
