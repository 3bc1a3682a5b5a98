using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Avro;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>The keys of a step beside its word; null for those that the file does not have.</summary>
internal sealed record PayloadStepOptions
{
    /// <summary>The step has no other key.</summary>
    public static PayloadStepOptions None { get; } = new();

    /// <summary>The names of the fields of csv.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The character between two fields of csv.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>The files of the schemas of avro.</summary>
    public IReadOnlyList<YamlScalar> SchemaFiles { get; init; } = [];

    /// <summary>The schemas in <see cref="SchemaFiles"/>, after they have been read.</summary>
    public IReadOnlyList<AvroSchema> Schemas { get; init; } = [];

    /// <summary>What stands around a value of avro.</summary>
    public AvroFraming Framing { get; init; }

    /// <summary>What the data of records of kinesis is.</summary>
    public KinesisData Data { get; init; }

    /// <summary>Reads the keys, and reports those that the step does not have.</summary>
    public static PayloadStepOptions Read(KeyReader keys, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        var names = ReadNames(keys.TakeEntry("names"), step, diagnostics);
        var delimiter = ReadDelimiter(keys.TakeEntry("delimiter"), step, diagnostics);
        var schemas = ReadSchemas(keys.TakeEntry("schema"), step, diagnostics);
        var framing = ReadFraming(keys, schemas, step, diagnostics);
        var dataPlace = keys.PositionOf("data");
        var data = keys.TakeWord("data", KinesisDataForms.Words) ?? default;
        if (dataPlace is { } place) IsOf("kinesis", "data", place, step, diagnostics);
        return new()
        {
            Data = data,
            Names = names,
            Delimiter = delimiter ?? None.Delimiter,
            SchemaFiles = schemas,
            Framing = framing ?? (schemas.Count > 0 ? AvroFraming.None : AvroFraming.Container),
        };
    }

    private static List<string>? ReadNames(YamlEntry? entry, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        if (entry is null || !IsOf("csv", entry, step, diagnostics)) return null;
        var scalars = KeyReader.Scalars(entry.Value, "'names'", diagnostics);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in scalars.Where(name => !names.Add(name.Value)))
        {
            diagnostics.Add(DiagnosticCodes.PayloadStep, name.Position, $"'names' has '{name.Value}' twice");
        }
        if (scalars.Count == 0)
        {
            diagnostics.Add(DiagnosticCodes.PayloadStep, entry.Value.Position, "'names' has no name", "names: [id, name]");
        }
        return [.. scalars.Select(name => name.Value)];
    }

    private static byte? ReadDelimiter(YamlEntry? entry, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        if (entry is null || !IsOf("csv", entry, step, diagnostics)) return null;
        if (entry.Value is YamlScalar { Value: [var character] } && char.IsAscii(character)
            && character is not ('"' or '\r' or '\n'))
        {
            return (byte)character;
        }
        diagnostics.Add(
            DiagnosticCodes.PayloadStep, entry.Value.Position,
            "'delimiter' must be one ASCII character, and neither a quote nor the end of a line",
            "delimiter: \";\" or delimiter: \"\\t\"");
        return null;
    }

    private static IReadOnlyList<YamlScalar> ReadSchemas(YamlEntry? entry, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        if (entry is null || !IsOf("avro", entry, step, diagnostics)) return [];
        var files = KeyReader.Scalars(entry.Value, "'schema'", diagnostics);
        if (files.Count == 0)
        {
            diagnostics.Add(DiagnosticCodes.PayloadStep, entry.Value.Position, "'schema' names no file", "schema: orders.avsc");
        }
        return files;
    }

    private static AvroFraming? ReadFraming(
        KeyReader keys, IReadOnlyList<YamlScalar> schemas, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        var position = keys.PositionOf("framing");
        var framing = keys.TakeWord("framing", AvroFramings.Words);
        if (position is { } place && !IsOf("avro", "framing", place, step, diagnostics)) return null;
        if (framing is not null && schemas.Count == 0)
        {
            diagnostics.Add(
                DiagnosticCodes.PayloadStep, position!.Value, "'framing' needs the schema of the value", "schema: orders.avsc");
        }
        if (framing is not AvroFraming.SingleObject && schemas.Count > 1)
        {
            diagnostics.Add(
                DiagnosticCodes.PayloadStep, schemas[1].Position,
                "a value without a fingerprint can have one schema only", "framing: single_object");
        }
        return framing;
    }

    private static bool IsOf(string word, YamlEntry entry, PayloadStepSpec? step, DiagnosticBag diagnostics) =>
        IsOf(word, entry.Key.Value, entry.Key.Position, step, diagnostics);

    private static bool IsOf(string word, string key, TextPosition place, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        if (step is null || step.Word == word) return step is not null;
        diagnostics.Add(DiagnosticCodes.PayloadStep, place, $"{step.Name} has no key '{key}', which is for {word}");
        return false;
    }
}
