using System.Diagnostics;
using System.Text.Json;
using System.Text;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Plans;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>The files of an inferred table. Each is checked before anything is written.</summary>
internal sealed class InferredFiles
{
    private const int KeyIndent = 4;
    private const int WidestBody = 100;

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    private readonly string _mappingPath;
    private readonly byte[] _descriptor;
    private readonly InferredTable _table;

    private InferredFiles(InferredTable table, CatalogTable catalogTable, string folder)
    {
        _table = table;
        var stem = PulledTable.StemOf(catalogTable);
        var pulled = PulledTable.Of(catalogTable, folder, withMapping: false);
        _descriptor = pulled.Descriptors[1].Contents;
        _mappingPath = Path.Combine(folder, "mappings", $"{stem}.yaml");
        var mapping = MappingText.Write(table, catalogTable.Name, $"{stem}.binpb");
        mapping += Test(Compile(mapping), table);
        Compilation = Compile(mapping);
        RunTests();
        All =
        [
            (Path.Combine(folder, "descriptors", $"{stem}.sql"), Encoding.UTF8.GetBytes(CreateTableText.Write(catalogTable))),
            .. pulled.Descriptors,
            (_mappingPath, Encoding.UTF8.GetBytes(mapping)),
        ];
        Notes = pulled.Notes;
    }

    /// <summary>Paths and contents: SQL, .proto, descriptor set, mapping.</summary>
    public IReadOnlyList<(string Path, byte[] Contents)> All { get; }

    /// <summary>The commands to run next.</summary>
    /// <param name="samples">A file of samples.</param>
    public IReadOnlyList<string> NextCommands(SampleFile samples)
    {
        var (sql, descriptor) = (All[0].Path, All.Single(file => file.Path.EndsWith(".binpb", StringComparison.Ordinal)).Path);
        string[] checks = [$"sqs-ingestor check {_mappingPath} --against {sql}", $"sqs-ingestor test {_mappingPath}"];
        if (!File.Exists(samples.Name)) return checks;
        return samples.Format switch
        {
            SampleFormat.Json => [.. checks, $"sqs-ingestor encode {_mappingPath} --body @{samples.Name}"],
            SampleFormat.SqsEvent or SampleFormat.ReceivedMessages =>
            [
                .. checks,
                $"sqs-ingestor encode {_mappingPath} --event {samples.Name}",
                $"sqs-ingestor demo {_mappingPath} --sql {sql} --descriptors {descriptor} --event {samples.Name}",
            ],
            SampleFormat.JsonArray or SampleFormat.JsonLines => checks,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What to know about the columns.</summary>
    public IReadOnlyList<string> Notes { get; }

    private MappingCompilation Compilation { get; }

    /// <summary>Makes the files and checks that the mapping compiles and that its test passes; writes nothing.</summary>
    /// <exception cref="CliException">They do not, which is a bug of this program.</exception>
    public static InferredFiles Of(InferredTable table, CatalogTable catalogTable, string folder) =>
        new(table, catalogTable, folder);

    /// <summary>
    /// Encodes every sample, as the function would, and compares the values of the rows with those of the sample.
    /// </summary>
    /// <exception cref="CliException">One does not become a row.</exception>
    public Verification Verify(SampleSet samples)
    {
        var (count, differ, first) = (0L, 0L, (string?)null);
        foreach (var batch in samples.UsedBatches())
        {
            var messages = Inspect(Compilation.Plan!, [.. batch.Select(sample => sample.Body!)]);
            foreach (var (message, sample, body) in messages.Zip(batch, samples.Documents(batch)))
            {
                if (message.Outcome != EncodeOutcome.Rows)
                {
                    throw CliErrors.InferenceFailed.At(
                        sample.Place,
                        $"The mapping that infer made refuses this message: {message.Error!.Text.TrimEnd('.')}. "
                            + "Nothing was written. Take the message out of the samples, and report this if the function "
                            + "should take it.");
                }

                if (Loss(message, body.Documents) is not { } column) continue;
                differ++;
                first ??= $"{sample.Place}, column {column}";
            }

            count += batch.Count;
        }

        return new Verification(count, differ, first);
    }

    /// <summary>The column that does not hold the value of a sample; null if each does.</summary>
    private string? Loss(InspectedMessage message, IReadOnlyList<string> documents)
    {
        var columns = _table.Columns.Where(column => !column.IsOfEnvelope).ToList();
        // Text is taken as it is.
        if (_table.Payload.IsText) return null;
        var rows = message.Rows.Select(row => new RecordInspector(Compilation.Plan!, row.Table).ToJson(row.Record.Span)).ToList();
        var sources = documents.SelectMany(Sources).ToList();
        if (sources.Count != rows.Count) return $"of {sources.Count} rows";
        foreach (var (source, text) in sources.Zip(rows))
        {
            using var row = SampleJson.Parse(text);
            var loss = columns is [{ IsWhole: true, Field: var whole }]
                ? Whole(whole, source, row.RootElement)
                : RowProof.FirstLoss(columns.Select(column => column.Field), source, row.RootElement);
            if (loss is not null) return loss;
        }

        return null;
    }

    /// <summary>The values that rows are made of.</summary>
    private JsonElement[] Sources(string document)
    {
        using var json = SampleJson.Parse(document);
        var root = json.RootElement.Clone();
        // A message without data has no values.
        if (root.ValueKind == JsonValueKind.Null && !_table.IsWhole) return [Nothing];
        return _table.MostRows is null ? [root] : [.. root.EnumerateArray()];
    }

    private static string? Whole(InferredField field, JsonElement body, JsonElement row) =>
        RowProof.Loss(field.Type, field.Type.Delta, body, row.TryGetProperty(field.Name, out var landed) ? landed : default)
            is { } loss ? field.Name + loss : null;

    private MappingCompilation Compile(string mapping)
    {
        var compiled = MappingCompiler.Compile(
            Encoding.UTF8.GetBytes(mapping), _mappingPath,
            new MappingCompilerOptions
            {
                Descriptors = name => new DescriptorFile(name, _descriptor),
                Types = DescriptorTypes.Read,
                Variables = _ => null,
            });
        return compiled.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? throw Bug($"The mapping does not compile.\n{DiagnosticWriter.Write(compiled.Diagnostics).TrimEnd()}")
            : compiled;
    }

    /// <summary>A test with an invented message, which expects the row that it becomes.</summary>
    private static string Test(MappingCompilation compiled, InferredTable table)
    {
        var (plan, body) = (compiled.Plan!, SyntheticBody.Write(table));
        var message = Inspect(plan, [body])[0];
        if (message.Rows.Count == 0) throw Bug($"The invented message does not encode: {message.Error?.Text}");
        using var row = JsonDocument.Parse(
            new RecordInspector(plan, message.Rows[0].Table).ToJson(message.Rows[0].Record.Span));
        var columns = table.Columns.Where(column => table.Payload.IsAlwaysThere(column.Path)).Select(column => column.Field);
        if (Missing(row.RootElement, columns) is { } missing) throw Bug($"The invented message does not fill {missing}.");
        using var rows = JsonDocument.Parse($"[{row.RootElement.GetRawText()}]");
        return $"""
            tests:
              - name: an invented message becomes a row
                body: {Body(body)}
                expect: {YamlText.Flow(rows.RootElement, KeyIndent, KeyIndent + "expect: ".Length)}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The body in a test: as text on one line, or if that is too wide, as the object or array that it is.</summary>
    private static string Body(string body)
    {
        var quoted = YamlText.Quoted(body);
        if (quoted.Length <= WidestBody || body[0] is not ('{' or '[')) return quoted;
        using var json = SampleJson.Parse(body);
        return YamlText.Flow(json.RootElement, KeyIndent, KeyIndent + "body: ".Length);
    }

    /// <summary>A field that has no value; null for none.</summary>
    private static string? Missing(JsonElement row, IEnumerable<InferredField> fields)
    {
        foreach (var field in fields)
        {
            if (!row.TryGetProperty(field.Name, out var value) || value.ValueKind == JsonValueKind.Null) return field.Name;
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0) value = value[0];
            if (field.Type.Delta is MapType) value = value.EnumerateObject().First().Value;
            if (field.Type.Fields.Count > 0 && Missing(value, field.Type.Fields) is { } missing) return missing;
        }

        return null;
    }

    private void RunTests()
    {
        var runner = new MappingTestRunner(Compilation.Plan!, _ => []);
        if (Compilation.Tests.Select(runner.Run).FirstOrDefault(result => !result.Passed) is { } failed)
        {
            throw Bug($"The test of the mapping fails at {string.Join(", ", failed.Differences.Select(each => each.Place))}.");
        }
    }

    private static IReadOnlyList<InspectedMessage> Inspect(MappingPlan plan, IReadOnlyList<string> bodies) =>
        EventInspector.Run(plan, EventInput.OfBodies(bodies), DateTimeOffset.UnixEpoch);

    private static CliException Bug(string what) => CliErrors.InferenceFailed.Because(
        $"{what} Nothing was written. This is a bug of infer: report it with samples that have no secrets.");
}

/// <summary>What encoding every sample showed.</summary>
/// <param name="Encoded">The samples that became rows: all of them.</param>
/// <param name="Differ">Samples with a value that their row does not hold as it is.</param>
/// <param name="First">The place and the column of the first of these; null for none.</param>
internal sealed record Verification(long Encoded, long Differ, string? First);
