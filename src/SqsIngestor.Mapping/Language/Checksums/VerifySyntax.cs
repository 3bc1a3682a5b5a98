using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Checksums;

/// <summary><c>verify:</c></summary>
/// <param name="Body">The value of <c>md5_of_body</c>.</param>
/// <param name="Attributes">The value of <c>md5_of_message_attributes</c>.</param>
internal readonly record struct VerifySyntax(ChecksumPolicy Body, ChecksumPolicy Attributes)
{
    public static readonly Keywords<ChecksumPolicy> Words = new(
        ("off", ChecksumPolicy.Off, "The function does not compare the checksum."),
        ("warn", ChecksumPolicy.Warn, "If the checksum differs, the function writes a log line and continues."),
        ("fail", ChecksumPolicy.Fail, "If the checksum differs, the message fails."));

    /// <summary>Reads <c>verify</c>; both are off if the file has none.</summary>
    public static VerifySyntax Read(YamlNode? node, DiagnosticBag diagnostics)
    {
        if (node is null || KeyReader.Open(node, "'verify'", diagnostics) is not { } keys) return default;
        var result = new VerifySyntax(ReadPolicy(keys, "md5_of_body"), ReadPolicy(keys, "md5_of_message_attributes"));
        keys.Finish("'verify'");
        return result;
    }

    private static ChecksumPolicy ReadPolicy(KeyReader keys, string key) => keys.TakeWord(key, Words) ?? ChecksumPolicy.Off;
}
