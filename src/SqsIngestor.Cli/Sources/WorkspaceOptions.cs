using System.CommandLine;

namespace SqsIngestor.Cli.Sources;

/// <summary>The options of commands that ask a workspace. Secrets come from the environment only: a command line is seen by others.</summary>
internal sealed class WorkspaceOptions
{
    public Option<string?> Host { get; } = new("--host")
    {
        Description = "The workspace's URL, on AWS, Azure or Google Cloud. Default: DATABRICKS_HOST. The credentials are DATABRICKS_TOKEN, or DATABRICKS_CLIENT_SECRET with --client-id.",
        HelpName = "URL",
    };

    public Option<string?> ClientId { get; } = new("--client-id") { Description = "The service principal's application id. Default: DATABRICKS_CLIENT_ID.", HelpName = "ID" };

    public void AddTo(Command command)
    {
        command.Options.Add(Host);
        command.Options.Add(ClientId);
    }

    /// <summary>Nothing is asked, and nothing need be set, before the first table is.</summary>
    public Workspace Read(ParseResult parsed) => new(parsed.GetValue(Host), parsed.GetValue(ClientId));
}
