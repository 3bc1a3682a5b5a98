using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars;

namespace SqsIngestor.Mapping.Compilation;

/// <summary>The values of <c>as</c>: the meaning that a descriptor cannot carry.</summary>
internal static class AsMeanings
{
    private static readonly string[] TimeSuffixes = ["_at", "_time", "_ts", "_date"];
    private static readonly string[] Words = ["timestamp", "date"];

    public static ScalarCodec? Create(YamlScalar meaning, FieldDescriptor field, DiagnosticBag diagnostics)
    {
        var (codec, type) = meaning.Value switch
        {
            "timestamp" => ((ScalarCodec)new TimestampCodec(), FieldType.Int64),
            "date" => (new DateCodec(), FieldType.Int32),
            _ => (null!, default),
        };
        if (codec is null)
        {
            diagnostics.Add(DiagnosticCodes.WrongValue, meaning.Position,
                $"'{meaning.Value}' is not a value of 'as'; this version has {string.Join(", ", Words)}", Nearest.Hint(meaning.Value, Words));
            return null;
        }
        if (field.FieldType == type && !field.IsRepeated) return codec;
        diagnostics.Add(DiagnosticCodes.TypeMismatch, meaning.Position,
            $"'as: {meaning.Value}' needs the field type {type.ToString().ToLowerInvariant()}; '{field.Name}' is {field.FieldType.ToString().ToLowerInvariant()}");
        return null;
    }

    /// <summary>An integer whose name says that it is a time: a wrong unit would be stored without complaint.</summary>
    public static bool LooksLikeTime(FieldDescriptor field) =>
        field.FieldType is FieldType.Int64 or FieldType.Int32 && Array.Exists(TimeSuffixes, s => field.Name.EndsWith(s, StringComparison.Ordinal));
}
