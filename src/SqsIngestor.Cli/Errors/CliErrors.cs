using SqsIngestor.Catalog.Rest;
using SqsIngestor.Catalog.Targets;

namespace SqsIngestor.Cli.Errors;

/// <summary>Every error of the command line: the source of docs/reference/cli-errors.md.</summary>
internal static class CliErrors
{
    // Stands before the errors, which add themselves.
    private static readonly List<CliError> Own = [];

    public static CliError CommandLine { get; } = Add("command_line", ExitCodes.Usage,
        "The command line is wrong: an option is unknown, missing, out of range, or excludes another one.",
        "Correct the option that the message names; --help lists the options.");

    public static CliError ProjectInvalid { get; } = Add("project_invalid", ExitCodes.Usage,
        "The project file is not YAML, or has a key or a value that it cannot have.",
        "Correct the file at the line and column of the message.");

    public static CliError FileUnreadable { get; } = Add("file_unreadable", ExitCodes.Usage,
        "A file or folder cannot be read.", "Check the path and the permissions.");

    public static CliError FileUnwritable { get; } = Add("file_unwritable", ExitCodes.Usage,
        "A file cannot be written.", "Check the path, the permissions and the free space.");

    public static CliError FileSystem { get; } = Add("file_system", ExitCodes.Usage,
        "A file or folder cannot be used; the message has the reason of the operating system.",
        "Check the path, the permissions and the free space.");

    public static CliError Unexpected { get; } = Add("unexpected", ExitCodes.Usage,
        "The program met a case that it does not know.", "Report it, with the command line and the version.");

    public static CliError OutputUnwritable { get; } = Add("output_unwritable", ExitCodes.Usage,
        "Standard output cannot be written.", "Check the free space where the output goes.");

    public static CliError FileExists { get; } = Add("file_exists", ExitCodes.Usage,
        "A file to be written exists already; nothing was changed.",
        "Use --force if the command has it, or write to another place.");

    public static CliError MappingInvalid { get; } = Add("mapping_invalid", ExitCodes.Usage,
        "The mapping does not compile; the command prints its diagnostics.", "Correct what the diagnostics name.");

    public static CliError TableNotInMapping { get; } = Add("table_not_in_mapping", ExitCodes.Usage,
        "The mapping has no table of this name.", "Use one of the names that the message lists.");

    public static CliError EventNotSqs { get; } = Add("event_not_sqs", ExitCodes.Usage,
        "The event file holds neither an SQS event as Lambda delivers it, nor the output of aws sqs receive-message.",
        "Use a JSON file with an array Records or Messages. For the body of a message, use --body @FILE.");

    public static CliError BodyNotText { get; } = Add("body_not_text", ExitCodes.Usage,
        "The body of a message is not text in UTF-8, so SQS could not carry it.",
        "Send bytes in base64, as your producer does.");

    public static CliError MessageNotFound { get; } = Add("message_not_found", ExitCodes.Usage,
        "The event has no message at this position.", "Positions start at 0.");

    public static CliError RecordsSeveral { get; } = Add("records_several", ExitCodes.Usage,
        "--format binary writes one record, and the event gives several.",
        "Choose one with --message and --table, or use --format delimited.");

    public static CliError TestNotFound { get; } = Add("test_not_found", ExitCodes.Usage,
        "No test has the text of --filter in its name.", "Check the spelling; the filter ignores case.");

    public static CliError TableNameInvalid { get; } = Add("table_name_invalid", ExitCodes.Usage,
        "The name is not a full table name.", "Write it as catalog.schema.table.");

    public static CliError TableAmbiguous { get; } = Add("table_ambiguous", ExitCodes.Usage,
        "The file describes several tables, or several of the same name.", "Choose one with --table, and its full name.");

    public static CliError TableNotInFile { get; } = Add("table_not_in_file", ExitCodes.Usage,
        "The file does not describe the table, or any table.", "Use one of the names that the message lists.");

    public static CliError CatalogJsonInvalid { get; } = Add("catalog_json_invalid", ExitCodes.Usage,
        "The file is not JSON, or not the JSON of a table in Unity Catalog.", "Use the output of databricks tables get NAME.");

    public static CliError DescriptorInvalid { get; } = Add("descriptor_invalid", ExitCodes.Usage,
        "The file is not a FileDescriptorSet, or its message does not describe a table.",
        "Compile it with sqs-ingestor schema compile.");

    public static CliError ProtocFailed { get; } = Add("protoc_failed", ExitCodes.Usage,
        "protoc refused a .proto file; the command prints protoc's messages.",
        "Correct the file at the place that protoc names.");

    public static CliError ProtocUnavailable { get; } = Add("protoc_unavailable", ExitCodes.Usage,
        "The bundled protoc cannot be started.",
        "Set TMPDIR to a folder in which programs can run, or install sqs-ingestor for this machine.");

    public static CliError LibraryUnavailable { get; } = Add("library_unavailable", ExitCodes.Usage,
        "The bundled library of DuckDB cannot be loaded.",
        "Set TMPDIR to a folder in which programs can run, or install sqs-ingestor for this machine.");

    public static CliError SqlInvalid { get; } = Add("sql_invalid", ExitCodes.Usage,
        "The CREATE TABLE statement cannot be read. The message has a more exact code, which starts with sql_.",
        "Correct the statement at the line and column of the message.");

    public static CliError SqlEmpty { get; } = Add("sql_empty", ExitCodes.Usage,
        "The file has no CREATE TABLE statement.", "Add one, or name another file.");

    public static CliError SqlSeveral { get; } = Add("sql_several", ExitCodes.Usage,
        "NAME=FILE names one table, and the file creates several.", "Leave NAME out, or split the file.");

    public static CliError TableNotServed { get; } = Add("table_not_served", ExitCodes.Usage,
        "The mapping writes to a table that no --sql creates.", "Add the --sql that the message names.");

    public static CliError PulledTwice { get; } = Add("pulled_twice", ExitCodes.Usage,
        "Two tables of the file would get the same descriptor file.", "Pull them one by one, with --table and --output.");

    public static CliError WorkspaceMissing { get; } = Add("workspace_missing", ExitCodes.Usage,
        "No workspace is named.", "Set DATABRICKS_HOST or use --host, or read a file with --from-sql or --from-json.");

    public static CliError WorkspaceInvalid { get; } = Add("workspace_invalid", ExitCodes.Usage,
        "DATABRICKS_HOST, or --host, is not the https URL of a workspace.", "Use the URL that the browser shows.");

    public static CliError CredentialsMissing { get; } = Add("credentials_missing", ExitCodes.Usage,
        "The credentials of the workspace are incomplete, or configured twice.",
        "Set DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or DATABRICKS_TOKEN, or DATABRICKS_AUTH_TYPE for a way without a "
            + "secret.");

    public static CliError TableNotExpressible { get; } = Add("table_not_expressible", ExitCodes.NotExpressible,
        "A column has a type or a name that protobuf cannot carry.", "Change the column as the message says.");

    public static CliError LocalTables { get; } = Add("local_tables", ExitCodes.Usage,
        "The local tables cannot be opened or created. The message has a more exact code.",
        "See the message; its code is listed below.");

    public static CliError PortTaken { get; } = Add("port_taken", ExitCodes.Usage,
        "A port is in use.", "Use another port, or leave the option out to get a free one.");

    public static CliError PortRefused { get; } = Add("port_refused", ExitCodes.Usage,
        "The system does not open a port for this user. Many systems keep ports below 1024 for the administrator.",
        "Use a port from 1024 up, or leave the option out to get a free one.");

    public static CliError AuthorityInvalid { get; } = Add("authority_invalid", ExitCodes.Usage,
        "The folder of --authority has no development CA that can be used: a file is missing, damaged, expired or not private.",
        "See the message. Delete ca.pem and ca.key to get a new CA, or use another folder.");

    public static CliError FunctionNotStarted { get; } = Add("function_not_started", ExitCodes.FunctionNotStarted,
        "The Lambda program could not be started, or ended before it was ready; nothing was delivered.",
        "See the message of the program. With --function, name a program that runs on this machine.");

    public static CliError FunctionRefused { get; } = Add("function_refused", ExitCodes.Usage,
        "The Lambda program started, and refused its mapping, its descriptor or its tables; nothing was delivered.",
        "Correct what the message of the program names.");

    public static CliError ServerNotFound { get; } = Add("server_not_found", ExitCodes.Usage,
        "No local server is running that the command can find.",
        "Start one with sqs-ingestor serve, or name its ready file with --server.");

    public static CliError ServerRunning { get; } = Add("server_running", ExitCodes.Usage,
        "A local server is running with the same ready file.", "Stop it, or give this one another --ready-file.");

    public static CliError ServerGone { get; } = Add("server_gone", ExitCodes.Failure,
        "The local server does not answer.", "Start it again with sqs-ingestor serve.");

    public static CliError ServerUnknown { get; } = Add("server_unknown", ExitCodes.Failure,
        "What answers at the address of the local server is another program, or another version.",
        "Start the server again, with the same sqs-ingestor.");

    public static CliError ServerRefused { get; } = Add("server_refused", ExitCodes.Usage,
        "The local server refused the request. The message has a more exact code.", "See the message; its code is listed below.");

    public static CliError ServerToken { get; } = Add("server_token", ExitCodes.Usage,
        "The local server does not accept the token: the ready file is from an earlier server.",
        "Start the server again, or name its ready file with --server.");

    public static CliError FunctionNotServed { get; } = Add("function_not_served", ExitCodes.Usage,
        "The local server runs without a function, so it has no queue.", "Start it without --no-function.");

    public static CliError DeliveriesEnded { get; } = Add("deliveries_ended", ExitCodes.Failure,
        "The local server stopped delivering messages to the function. This is a bug.",
        "Start the server again, and report the bug.");

    public static CliError NothingToSend { get; } = Add("nothing_to_send", ExitCodes.Usage,
        "invoke has no message to send.", "Use --event, --body or --example.");

    public static CliError AttributeInvalid { get; } = Add("attribute_invalid", ExitCodes.Usage,
        "--attribute is not name=type:value, or the value of a Binary is not base64.",
        "Write color=String:red, count=Number.int:7 or key=Binary:AQI=.");

    public static CliError SamplesMissing { get; } = Add("samples_missing", ExitCodes.Usage,
        "A file of samples has no message.", "Give a file with at least one message.");

    public static CliError SamplesUnusable { get; } = Add("samples_unusable", ExitCodes.Usage,
        "The function could read none of the samples. The message has the record error of the first one.",
        "Give bodies in JSON, SQS events, or the output of aws sqs receive-message.");

    public static CliError SampleTooLarge { get; } = Add("sample_too_large", ExitCodes.Usage,
        "A document of a file of samples is too large.", "Write one message on each line (ndjson), or take fewer messages.");

    public static CliError InferenceFailed { get; } = Add("inference_failed", ExitCodes.Failure,
        "The files that infer has made do not fit the samples; nothing was written.",
        "Take the message that the error names out of the samples, and report the bug, with samples that have no secrets.");

    public static CliError LayerIncomplete { get; } = Add("layer_incomplete", ExitCodes.Usage,
        "A layer needs mappings, and the command line names none.", "Name the mappings, or folders of them.");

    public static CliError LayerNameTwice { get; } = Add("layer_name_twice", ExitCodes.Usage,
        "Two files of the layer have the same name.", "Rename one of them.");

    public static CliError SourceNotFound { get; } = Add("source_not_found", ExitCodes.Usage,
        "The source of the function is not here.",
        "Run the command in a checkout, name one with --source, or use the program of a release.");

    public static CliError BuildToolsMissing { get; } = Add("build_tools_missing", ExitCodes.Usage,
        "The machine lacks a tool of the native build.", "Install what the message lists.");

    public static CliError ContainerEngineMissing { get; } = Add("container_engine_missing", ExitCodes.Usage,
        "--container needs docker, podman or finch, and the machine has none.",
        "Install one of them, or use the program of a release.");

    public static CliError BuildFailed { get; } = Add("build_failed", ExitCodes.Failure,
        "The native build failed; the command prints its output.", "See the output of the build.");

    public static CliError ProgramUnusable { get; } = Add("program_unusable", ExitCodes.Failure,
        "The build made a program that does not start in Lambda; nothing was packed.", "Build on Debian 12 or an older system.");

    /// <summary>The errors of a table in Unity Catalog: texts from <see cref="CatalogErrorTable"/>, and the exit code.</summary>
    private static readonly Dictionary<CatalogErrorCode, CliError> Catalog = CatalogErrorTable.All.ToDictionary(
        row => row.Code,
        row => new CliError(row.Description.Code, ExitCodes.Of(row.Code), row.Description.Meaning, row.Description.Action));

    /// <summary>The errors of a table that Zerobus refuses: texts from <see cref="TargetRules"/>, and the exit code.</summary>
    private static readonly Dictionary<TargetRule, CliError> Targets =
        TargetRules.All.Where(rule => rule.Verdict != TargetVerdict.Warning).ToDictionary(
            rule => rule,
            rule => new CliError(rule.Code, ExitCodes.Of(rule), rule.Description.Meaning, rule.Description.Action));

    /// <summary>Every error, by exit code and then in the order of this file.</summary>
    public static IReadOnlyList<CliError> All { get; } =
    [
        .. Own.Concat(Catalog.Values).Concat(Targets.Values).OrderBy(error => error.ExitCode),
    ];

    /// <summary>The error of a table that cannot be read from Unity Catalog.</summary>
    public static CliError Of(CatalogErrorCode code) => Catalog[code];

    /// <summary>The error of a table that Zerobus refuses.</summary>
    public static CliError Of(TargetRule rule) => Targets[rule];

    private static CliError Add(string code, int exit, string meaning, string action)
    {
        var error = new CliError(code, exit, meaning, action);
        Own.Add(error);
        return error;
    }
}
