using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>
/// A command line of each command that works, for tests that walk all of them. Its input files stand alone in an argument, in
/// angle brackets: a walk puts a bad file in the place of each.
/// </summary>
internal static class SampleCommandLines
{
    /// <summary>Stands for an empty folder.</summary>
    private const string Folder = "FOLDER";

    private static readonly Dictionary<string, string[]> All = new()
    {
        ["check"] = ["<mappings/sqs_messages.yaml>", "--against", "<descriptors/sqs_messages.sql>"],
        ["test"] = ["<mappings/orders.yaml>"],
        ["encode"] = ["<mappings/sqs_messages.yaml>", "--event", "<mappings/samples/sqs-event-basic.json>"],
        ["explain"] = ["<mappings/orders.yaml>", "--event", "<mappings/samples/orders.json>"],
        ["init"] = [Folder],
        ["infer"] = ["<mappings/samples/bodies/order.json>", "--output", Folder],
        ["schema pull"] = ["--from-sql", "<descriptors/orders.sql>", "--table", "main.sales.orders", "--output", Folder],
        ["schema compile"] = ["<descriptors/orders.proto>", "--output", Folder],
        ["schema show"] = ["<descriptors/orders.binpb>"],
        ["schema sql"] = ["<descriptors/sqs_messages.binpb>", "--table", "main.raw.sqs_messages"],
        ["schema diff"] = ["<descriptors/sqs_messages.sql>", "<descriptors/sqs_messages.sql>"],
        ["schema mapping"] = [],
        ["demo"] =
        [
            "<mappings/sqs_messages.yaml>", "--sql", "<descriptors/sqs_messages.sql>", "--event",
            "<mappings/samples/sqs-event-basic.json>",
        ],
        ["serve"] =
        [
            "<mappings/sqs_messages.yaml>", "--sql", "<descriptors/sqs_messages.sql>", "--workspace-port", "0", "--zerobus-port",
            "0",
        ],
        ["invoke"] = ["--event", "<mappings/samples/sqs-event-basic.json>"],
        ["query"] = ["SELECT 1"],
        ["queue"] = [],
        ["package"] =
        [
            "<mappings/sqs_messages.yaml>", "--descriptors", "<descriptors/sqs_messages.binpb>", "--layer-only", "--output",
            Folder,
        ],
        ["reference"] = ["commands"],
        ["help"] = ["check"],
        ["completion"] = ["bash"],
    };

    /// <summary>Every command that runs, by the words after the program's name.</summary>
    public static IEnumerable<string> Commands => All.Keys;

    /// <summary>The words of a command line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="slot">The input file to replace, from 0; -1 for none.</param>
    /// <param name="file">The file in its place.</param>
    public static string[] Words(string command, string folder, int slot = -1, string file = "") =>
    [
        .. command.Split(' '),
        .. All[command].Select(word => word == Folder ? folder
            : !IsFile(word) ? word
            : slot-- == 0 ? file
            : RepositoryFiles.PathOf(word.Trim('<', '>'))),
    ];

    /// <summary>How many input files a command has.</summary>
    public static int Files(string command) => All[command].Count(IsFile);

    private static bool IsFile(string word) => word.StartsWith('<');
}
