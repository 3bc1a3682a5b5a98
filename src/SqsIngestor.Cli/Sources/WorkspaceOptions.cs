using System.CommandLine;

namespace SqsIngestor.Cli.Sources;

/// <summary>
/// The options of commands that read Unity Catalog. Secrets come from the environment only: other users can see a command line.
/// </summary>
internal sealed class WorkspaceOptions
{
    public Option<string?> Host { get; } = new("--host")
    {
        Description =
            "The URL of the workspace, on AWS, Azure or Google Cloud. Default: DATABRICKS_HOST. "
                + "The credentials are in DATABRICKS_TOKEN, or in DATABRICKS_CLIENT_SECRET with --client-id; "
                + "DATABRICKS_AUTH_TYPE names a way without a secret.",
        HelpName = "URL",
    };

    public Option<string?> ClientId { get; } = new("--client-id")
    {
        Description = "The application id of the service principal. Default: DATABRICKS_CLIENT_ID.",
        HelpName = "ID",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Host);
        command.Options.Add(ClientId);
    }

    /// <summary>The workspace as the options name it. Nothing is required until a command reads the first table.</summary>
    public Workspace Read(ParseResult parsed) => new(parsed.GetValue(Host), parsed.GetValue(ClientId));
}
