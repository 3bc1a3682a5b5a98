using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary><c>sqs-ingestor schema diff</c>.</summary>
internal static class DiffCommand
{
    public static CommandInfo Info { get; } = new(
        "diff", CommandGroup.Tables, "Compare two schemas of a table and say in which order to deploy")
    {
        Details = "For each column: what changes, and whether functions that run with the old schema still work.",
        Examples =
        [
            "sqs-ingestor schema diff descriptors/orders.binpb uc:main.sales.orders",
            "sqs-ingestor schema diff old.sql new.sql --format json",
        ],
        FailsIf = "The change is breaking.",
        ReadsCatalog = true,
        Build = Build,
    };

    private static void Build(Command command)
    {
        var before = new Argument<string>("OLD") { Description = $"The schema that runs now: {TableSource.Help}." };
        var after = new Argument<string>("NEW") { Description = "The schema to change to, in the same forms." };
        var table = new Option<string?>("--table") { Description = "Which table, if a file has several.", HelpName = "NAME" };
        var format = CommandSymbols.Format("text", "human", ("json", ""));
        var output = new CommandOutput();
        var (workspace, variables) = (new WorkspaceOptions(), new SqlVariables());
        command.AddAll(before, after, table, format, output.Option, variables.Option);
        workspace.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var catalog = workspace.Read(parsed);
            var (old, name, values) = (parsed.GetValue(before)!, parsed.GetValue(table), variables.Read(parsed));
            var tableBefore = await TableSource.OneAsync(old, name, catalog, values, cancellationToken);
            var tableAfter = await TableSource.OneAsync(parsed.GetValue(after)!, name, catalog, values, cancellationToken);
            values.RefuseUnused();
            var diff = SchemaDiff.Compare(tableBefore, tableAfter);
            if (parsed.GetValue(format) == "json") output.Write(parsed, Json(diff) + "\n");
            else output.Write(parsed, console => WriteText(console, diff));
            return diff.IsBreaking ? ExitCodes.Failure : ExitCodes.Success;
        });
    }

    private static void WriteText(IAnsiConsole console, SchemaDiff diff)
    {
        foreach (var change in diff.Changes)
        {
            var color = change.Breaking ? Styles.Bad : change.Kind == ChangeKind.Comment ? Styles.Dim : Styles.Good;
            var path = change.Path.Length > 0 ? change.Path : diff.After.Name.ToString();
            console.WriteUnwrapped(
                PlainText.Of($"{(change.Breaking ? "breaking" : "safe    ")}  {path}: {Describe(change)}"), color);
            console.WriteUnwrapped(PlainText.Of($"          {change.Reason}"), Styles.Dim);
        }

        var steps = diff.Steps;
        for (var i = 0; i < steps.Count; i++) console.WriteUnwrapped(PlainText.Of($"{i + 1}. {steps[i]}"), Style.Plain);
        var summary = diff.Changes.Count == 0 ? "no change"
            : diff.IsBreaking ? "breaking: running functions stop working"
            : "safe: running functions keep working";
        console.WriteUnwrapped(summary, diff.IsBreaking ? Styles.Bad : Styles.Good);
    }

    private static string Describe(SchemaChange change) => change.Kind switch
    {
        ChangeKind.Added when change.Before is null => $"added as {change.After}",
        ChangeKind.Added => $"added for functions as {change.After}, was {change.Before}",
        ChangeKind.Renamed => $"renamed, was {change.Before}",
        ChangeKind.Removed when change.After is null => $"removed, was {change.Before}",
        ChangeKind.Removed => $"removed for functions: {change.Before} becomes {change.After}",
        ChangeKind.Fill => $"{change.Before ?? "no DEFAULT"} becomes {change.After ?? "no DEFAULT"}",
        ChangeKind.Table => change.After ?? $"no longer: {change.Before}",
        ChangeKind.Comment => $"comment '{change.Before}' becomes '{change.After}'",
        ChangeKind.Type or ChangeKind.Nullability => $"{change.Before} becomes {change.After}",
        _ => throw new UnreachableException(),
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
    }.ToJsonString(JsonLayout.Indented);
}
