using SqsIngestor.Mapping.Diagnostics;
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

    /// <summary>Reads the keys, and reports those that the step does not have.</summary>
    public static PayloadStepOptions Read(KeyReader keys, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        var names = ReadNames(keys.TakeEntry("names"), step, diagnostics);
        var delimiter = ReadDelimiter(keys.TakeEntry("delimiter"), step, diagnostics);
        return names is null && delimiter is null ? None : new() { Names = names, Delimiter = delimiter ?? None.Delimiter };
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

    private static bool IsOf(string word, YamlEntry entry, PayloadStepSpec? step, DiagnosticBag diagnostics)
    {
        if (step is null || step.Word == word) return step is not null;
        diagnostics.Add(
            DiagnosticCodes.PayloadStep, entry.Key.Position, $"{step.Name} has no key '{entry.Key.Value}', which is for {word}");
        return false;
    }
}
