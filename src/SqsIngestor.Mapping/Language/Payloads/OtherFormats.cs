namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Words that people write for a step that has another name, or for a format that no step reads.</summary>
internal static class OtherFormats
{
    private static readonly Dictionary<string, string> Hints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jsonl"] = "did you mean 'ndjson'?",
        ["jsonlines"] = "did you mean 'ndjson'?",
        ["json_lines"] = "did you mean 'ndjson'?",
        ["tsv"] = "{ decode: csv, delimiter: \"\\t\" }",
        ["gz"] = "did you mean 'gzip'?",
        ["proto"] = "{ protobuf: full.Name }",
        ["pb"] = "{ protobuf: full.Name }",
        ["yaml"] = Yaml,
        ["yml"] = Yaml,
        ["parquet"] = Table,
        ["orc"] = Table,
        ["arrow"] = Table,
        ["delta"] = Table,
        ["lz4"] = Compression,
        ["lzma"] = Compression,
        ["lzo"] = Compression,
        ["xz"] = Compression,
        ["bzip2"] = Compression,
        ["bz2"] = Compression,
        ["zip"] = Compression,
        ["tar"] = Compression,
        ["bson"] = Values,
        ["ion"] = Values,
        ["smile"] = Values,
        ["thrift"] = Values,
        ["flatbuffers"] = Values,
        ["capnp"] = Values,
        ["toml"] = Values,
        ["ini"] = Values,
    };

    private const string Yaml =
        "the aliases and types of yaml make one text mean different things to different readers; send JSON, which is YAML too, "
        + "or keep the text with decode: text";

    private const string Table =
        "it is a file of many rows, not a message; load such files from storage, or send each row as json or avro";

    private static string Compression => $"compress with one of {Words(row => row is { NeedsBytes: true, IsDocument: false })}";

    private static string Values => $"send one of {Words(row => row.IsDocument && row.Key != PayloadStepCatalog.UnwrapKey)}";

    /// <summary>What to write or to do instead; null for a word that is not known.</summary>
    public static string? Hint(string word) => Hints.GetValueOrDefault(word);

    private static string Words(Func<PayloadStepSpec, bool> condition) =>
        string.Join(", ", PayloadStepCatalog.All.Where(condition).Select(row => row.Word));
}
