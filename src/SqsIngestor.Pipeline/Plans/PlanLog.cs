using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>Log lines about mappings and schemas, events 2200 to 2299. Never a secret, never message content.</summary>
internal static partial class PlanLog
{
    [LoggerMessage(2200, LogLevel.Warning, "The mapping has a warning: {Diagnostic}", EventName = "MappingWarning")]
    public static partial void MappingWarning(ILogger logger, string diagnostic);

    [LoggerMessage(
        2210, LogLevel.Information, "Read the schema of {Tables} from Unity Catalog in {Milliseconds:0} ms.",
        EventName = "SchemaRead")]
    public static partial void SchemaRead(ILogger logger, string tables, double milliseconds);

    [LoggerMessage(
        2211, LogLevel.Warning, "Cannot read the schema of {Table}: {Reason} The function uses {Path} until the next start.",
        EventName = "DeployedDescriptorUsed")]
    public static partial void DeployedDescriptorUsed(ILogger logger, string table, string path, string reason);

    [LoggerMessage(
        2212, LogLevel.Warning, "Zerobus refuses the descriptor of {Table}. The function reads the schema again. {Reason}",
        EventName = "SchemaRefused")]
    public static partial void SchemaRefused(ILogger logger, string table, string reason);

    [LoggerMessage(
        2213, LogLevel.Information, "The function uses the new schema of the tables from this batch on.",
        EventName = "PlanRefreshed")]
    public static partial void PlanRefreshed(ILogger logger);

    [LoggerMessage(2214, LogLevel.Error, "The function keeps the old schema: {Reason}", EventName = "PlanNotRefreshed")]
    public static partial void PlanNotRefreshed(ILogger logger, string reason);

    [LoggerMessage(2215, LogLevel.Warning, "There is something to know about a table: {Finding}", EventName = "TableWarning")]
    public static partial void TableWarning(ILogger logger, string finding);

    /// <summary>The catalog of these events.</summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(2200, "MappingWarning", LogLevel.Warning,
            "The compiler of the mapping gave a warning at start.",
            "Run `sqs-ingestor check` and correct the mapping; the line names the place."),
        new(2210, "SchemaRead", LogLevel.Information,
            "The function has read the tables of a mapping with `descriptor: unity-catalog`.",
            "Nothing."),
        new(2211, "DeployedDescriptorUsed", LogLevel.Warning,
            "Unity Catalog is down at start, so the function uses the deployed descriptor set. "
                + "It does not know later changes of the table.",
            "Check the catalog. If the table has changed, deploy a new descriptor set or restart the function."),
        new(2212, "SchemaRefused", LogLevel.Warning,
            "The table has changed since the function read its schema.",
            "Nothing: the function reads the schema again. "
                + "If the line comes in every batch, compare mapping and table with `sqs-ingestor check`."),
        new(2213, "PlanRefreshed", LogLevel.Information,
            "The function has compiled the mapping with the new schema and uses it from now on.",
            "Nothing."),
        new(2214, "PlanNotRefreshed", LogLevel.Error,
            "The function could not read the new schema, or the mapping does not fit it. Messages for the table fail.",
            "Correct the mapping, or the catalog, as the line says. The next batch tries again."),
        new(2215, "TableWarning", LogLevel.Warning,
            "A table of a mapping with `descriptor: unity-catalog` has a feature that can make Zerobus refuse it, "
                + "or that does not work with this function.",
            "Do what the line says; its code is in the reference of [kinds of table](tables.md). Rows can land."),
    ];
}
