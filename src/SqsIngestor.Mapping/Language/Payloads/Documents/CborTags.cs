using System.Formats.Cbor;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>What becomes of the tags of CBOR. RFC 8949, section 3.4, and IANA's registry of CBOR tags list them.</summary>
internal static class CborTags
{
    /// <summary>A UUID as 16 bytes.</summary>
    public const CborTag Uuid = (CborTag)37;

    /// <summary>Days since 1970-01-01 (RFC 8943).</summary>
    public const CborTag DaysSinceEpoch = (CborTag)100;

    /// <summary>Whether the decoder reads the value by its tag.</summary>
    public static bool IsRead(CborTag tag) => tag
        is CborTag.UnixTimeSeconds or CborTag.UnsignedBigNum or CborTag.NegativeBigNum or CborTag.DecimalFraction
        or Uuid or DaysSinceEpoch;

    /// <summary>
    /// Whether a value is the same without its tag: the tag says which syntax a text has, how to write bytes as text, what bytes
    /// contain, or what every array or map here is.
    /// </summary>
    public static bool IsSkipped(CborTag tag) => (ulong)tag switch
    {
        // Times and dates as text.
        0 or 1004 => true,
        // Bytes that are meant for base64url, base64 or base16, and bytes with CBOR in them.
        21 or 22 or 23 or 24 => true,
        // URIs, base64url, base64, regular expressions and MIME as text, and MIME and JSON as bytes.
        32 or 33 or 34 or 35 or 36 or 257 or 262 => true,
        // An array of values of one type, a set, and a map.
        41 or 258 or 259 => true,
        // "This is CBOR."
        55799 => true,
        _ => false,
    };

    /// <summary>What a tag refers to elsewhere in the payload, so that its value alone is another; null for other tags.</summary>
    public static string? Reference(CborTag tag) => (ulong)tag switch
    {
        25 => "a reference to a string",
        28 => "a shared value",
        29 => "a reference to a shared value",
        256 => "strings with references to them",
        _ => null,
    };
}
