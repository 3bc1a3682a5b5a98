using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("OLD") { Description = $"What runs now: {TableSource.Help}." };
        var after = new Argument<string>("NEW") { Description = "What it shall be, in the same forms." };
        var table = new Option<string?>("--table") { Description = "Which table, where a file has several.", HelpName = "NAME" };
        var format = new Option<string>("--format") { Description = "human or json.", DefaultValueFactory = _ => "human" };
        format.AcceptOnlyFromAmong("human", "json");
        var workspace = new WorkspaceOptions();
        var command = new Command("diff",
            "Say for each column what changes, whether producers that run with the old schema survive it, and in which order to deploy. Exit code 1: the change is breaking.")
        {
            before, after, table, format,
        };
        workspace.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var (old, name) = (parsed.GetValue(before)!, parsed.GetValue(table));
            var diff = SchemaDiff.Compare(
                await TableSource.OneAsync(old, name, catalog, cancellationToken), await TableSource.OneAsync(parsed.GetValue(after)!, name, catalog, cancellationToken));
            if (parsed.GetValue(format) == "json") Console.Out.WriteLine(Json(diff));
            else WriteHuman(ConsoleFactory.Create(), diff);
            return diff.IsBreaking ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteHuman(IAnsiConsole console, SchemaDiff diff)
    {
        foreach (var change in diff.Changes)
        {
            var colour = change.Breaking ? Styles.Bad : change.Kind == ChangeKind.Comment ? Styles.Dim : Styles.Good;
            console.WriteUnwrapped(PlainText.Of($"{(change.Breaking ? "breaking" : "safe    ")}  {change.Path}: {Describe(change)}"), colour);
            console.WriteUnwrapped(PlainText.Of($"          {change.Reason}"), Styles.Dim);
        }

        var steps = diff.Steps;
        for (var i = 0; i < steps.Count; i++) console.WriteUnwrapped(PlainText.Of($"{i + 1}. {steps[i]}"), Style.Plain);
        console.WriteUnwrapped(diff.Changes.Count == 0 ? "no change" : diff.IsBreaking ? "breaking: running producers do not survive this" : "running producers survive this", diff.IsBreaking ? Styles.Bad : Styles.Good);
    }

    private static string Describe(SchemaChange change) => change.Kind switch
    {
        ChangeKind.Added => $"added as {change.After}",
        ChangeKind.Removed => $"removed, was {change.Before}",
        ChangeKind.Comment => $"comment '{change.Before}' becomes '{change.After}'",
        _ => $"{change.Before} becomes {change.After}",
    };

    private static string Json(SchemaDiff diff) => new JsonObject
    {
        ["old"] = diff.Before.Name.ToString(),
        ["new"] = diff.After.Name.ToString(),
        ["breaking"] = diff.IsBreaking,
        ["changes"] = new JsonArray([.. diff.Changes.Select(change => new JsonObject
        {
            ["path"] = change.Path,
            ["kind"] = change.Kind.ToString().ToLowerInvariant(),
            ["before"] = change.Before,
            ["after"] = change.After,
            ["breaking"] = change.Breaking,
            ["reason"] = change.Reason,
        })]),
        ["steps"] = new JsonArray([.. diff.Steps.Select(step => JsonValue.Create(step))]),
    }.ToJsonString(DiagnosticsJson.Layout);
}
