using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json.Nodes;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Against;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Output;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Infer;

/// <summary><c>sqs-ingestor infer</c>.</summary>
internal static class InferCommand
{
    private static readonly Option<string?> Table = MappingOptions.Table(
        "The name of the table, as catalog.schema.table. Default: main.default and the name of the first file.");

    private static readonly Option<DirectoryInfo?> Output = new("--output")
    {
        Description = "Write descriptors/ and mappings/ below this folder. Default: the current folder.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Overwrite files that exist." };

    private static readonly Option<bool> ShowValues = new("--show-values")
    {
        Description = "Show examples of values instead of their shapes. They are message content. Files never have them.",
    };

    private static readonly Option<bool> NotNull = new("--not-null")
    {
        Description = "Declare each column that all samples have as NOT NULL. A message without it fails.",
    };

    private static readonly Option<string> Names = CommandSymbols.Choice(
        "--names", "The names of columns: snake_case, or as_is for the names of the members.", "snake_case",
        "snake_case", "as_is");

    private static readonly Option<string?> Against = new("--against")
    {
        Description = "Compare instead of writing files: print what PLACE lacks, with ALTER TABLE statements. PLACE is "
            + $"{TableSource.Help}, or a mapping (.yaml): then also what no column reads. --table chooses one of several tables.",
        HelpName = "PLACE",
    };

    private static readonly Option<string> Format = CommandSymbols.Format("text", "human", ("json", ""));

    private static readonly SqlVariables Variables = new();
    private static readonly WorkspaceOptions Workspace = new();

    public static CommandInfo Info { get; } = new(
        "infer", CommandGroup.Tables, "Write the table, the descriptor and the mapping that sample messages need")
    {
        Details = "Recognizes JSON bodies (a document, an array of documents, ndjson), SQS events and the output of aws sqs "
            + $"receive-message, and unwraps {string.Join(", ", LanguageReference.PayloadShapes.Select(shape => shape.Title))}. "
            + "Writes descriptors/TABLE.sql, TABLE.proto and "
            + "TABLE.binpb, and mappings/TABLE.yaml with a test of an invented message. Before it writes, it checks the mapping "
            + "and encodes every sample. The report has the shapes of values, and no values.",
        Examples =
        [
            "sqs-ingestor infer mappings/samples/orders.json --table main.sales.orders",
            "sqs-ingestor infer received.json samples.ndjson --table main.raw.clicks --show-values",
            "sqs-ingestor infer samples.ndjson --against descriptors/orders.sql --table main.sales.orders",
        ],
        FailsIf = "With --against: the table, or the mapping, does not take the samples as they are. Without it: a sample does "
            + "not fit the files that infer made.",
        ReadsCatalog = true,
        Build = Build,
    };

    private static void Build(Command command)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The files with sample messages; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        command.AddAll(files, Table, Output, Force, NotNull, Names, ShowValues, Against, Format, Variables.Option);
        Workspace.AddTo(command);
        command.Exclude(Against, Output, Force, NotNull);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var places = parsed.GetValue(files)!;
            var open = new ConcurrentQueue<SampleFile>();
            try
            {
                // Reading and encoding wait for nothing that could be cancelled: Ctrl-C and SIGTERM leave them behind.
                return await Task.Run(
                    () =>
                    {
                        foreach (var place in places) open.Enqueue(SampleFile.Open(place));
                        return parsed.GetValue(Against) is { } against
                            ? CompareAsync(parsed, [.. open], against, cancellationToken)
                            : Task.FromResult(Write(parsed, [.. open], Name(parsed.GetValue(Table), places[0])));
                    }, cancellationToken).WaitAsync(cancellationToken);
            }
            finally
            {
                foreach (var file in open) file.Dispose();
            }
        });
    }

    private static int Write(ParseResult parsed, List<SampleFile> open, TableName name)
    {
        Variables.Read(parsed).RefuseUnused();
        var (samples, table) = Infer(parsed, open);
        var files = InferredFiles.Of(
            table, table.ToTable(name, parsed.GetValue(NotNull)), parsed.GetValue(Output)?.ToString() ?? "");
        if (!parsed.GetValue(Force)) Files.RefuseExisting([.. files.All.Select(file => file.Path)]);
        var verified = SampleSet.WithProgress("Encoding the samples", open, () => files.Verify(samples));
        Files.WriteAll(files.All, parsed.GetValue(Force));
        var report = new InferReport(samples, table, name, parsed.GetValue(ShowValues));
        foreach (var note in files.Notes) Console.Error.WriteLine(note);
        if (parsed.GetValue(Format) == "json")
        {
            var json = report.ToJson();
            json["encoded"] = verified.Encoded;
            json["changed"] = verified.Differ;
            json["written"] = new JsonArray([.. files.All.Select(file => JsonValue.Create(file.Path))]);
            Console.Out.WriteLine(json.ToJsonString(JsonLayout.Indented));
            return ExitCodes.Success;
        }

        if (Verbosity.IsQuiet)
        {
            foreach (var (path, _) in files.All) Console.Out.WriteLine(path);
            return ExitCodes.Success;
        }

        var console = ConsoleFactory.Create();
        report.Write(console);
        if (verified.Differ > 0)
        {
            console.WriteUnwrapped(
                $"warning: {Quantity.Count(verified.Differ, "sample")} with a value that its row does not hold as it is; "
                    + $"the first: {verified.First}. Change the type of the column.",
                Styles.Warning);
        }

        var all = samples.Used == 1 ? "the" : "all";
        console.WriteUnwrapped(
            $"The mapping passes check and its test, and encodes {all} {Quantity.Count(samples.Used, "sample")}. "
                + $"Samples whose values read back the same{(report.HasCutTimes ? ", to the microsecond" : "")}: "
                + $"{verified.Encoded - verified.Differ} of {samples.Used}.",
            verified.Differ > 0 ? Styles.Warning : Styles.Good);
        report.WriteSummary(console);
        foreach (var (path, _) in files.All) Console.Out.WriteLine(path);
        Console.Out.WriteLine("\nNext:");
        foreach (var next in files.NextCommands(open[0])) Console.Out.WriteLine($"  {next}");
        return ExitCodes.Success;
    }

    private static async Task<int> CompareAsync(
        ParseResult parsed, List<SampleFile> open, string against, CancellationToken cancellationToken)
    {
        using var catalog = Workspace.Read(parsed);
        var mapping = AgainstTable.IsMapping(against) ? WideMapping.Of(new FileInfo(against)) : null;
        var variables = Variables.Read(parsed);
        var existing = await AgainstTable.ReadAsync(against, parsed.GetValue(Table), catalog, variables, cancellationToken);
        variables.RefuseUnused();
        if (mapping is not null)
        {
            var (unread, messages) = MappingGaps.Find(mapping, existing, open);
            return Report(parsed, existing, unread, messages, () => new JsonObject { ["messages"] = messages });
        }

        if (AgainstTable.IsMapping(against))
        {
            Console.Error.WriteLine(
                $"{against}: note: infer cannot tell what this mapping reads, so it compares the names of the columns.");
        }

        var (samples, table) = Infer(parsed, open);
        return Report(
            parsed, existing,
            [
                .. TableGaps.Find(table, existing, new TypeChoice(KeepsNames(parsed))),
                .. TableGap.LeftOut(samples, table),
                .. TableGap.Twice(samples.Twice, samples.Used, samples.FirstTwice),
            ],
            samples.Used,
            () => new InferReport(samples, table, existing.Name, parsed.GetValue(ShowValues)).ToJson());
    }

    private static int Report(
        ParseResult parsed, CatalogTable existing, IReadOnlyList<TableGap> gaps, long samples, Func<JsonObject> report)
    {
        if (parsed.GetValue(Format) == "json")
        {
            var json = report();
            json["table"] = existing.Name.ToString();
            json["gaps"] = GapReport.ToJson(gaps);
            Console.Out.WriteLine(json.ToJsonString(JsonLayout.Indented));
        }
        else
        {
            GapReport.Write(ConsoleFactory.Create(), existing.Name, samples, gaps);
        }

        return gaps.Any(gap => gap.IsLack) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static (SampleSet Samples, InferredTable Table) Infer(ParseResult parsed, List<SampleFile> open)
    {
        var samples = SampleSet.Read(open, parsed.GetValue(ShowValues));
        return (samples, InferredTable.Of(samples, KeepsNames(parsed)));
    }

    private static bool KeepsNames(ParseResult parsed) => parsed.GetValue(Names) == "as_is";

    private static TableName Name(string? given, string file)
    {
        if (given is not null) return TableSource.Name(given);
        var stem = file == "-" ? "messages" : ColumnNaming.Snake(Path.GetFileNameWithoutExtension(file));
        return new TableName(TableName.DefaultCatalog, TableName.DefaultSchema, stem);
    }
}
