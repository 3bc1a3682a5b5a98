namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary>Values of Avro, written by the rules of the specification outside of this repository's code.</summary>
internal static class AvroSamples
{
    /// <summary>A value of <c>every.avsc</c>.</summary>
    public static byte[] Every { get; } = Convert.FromHexString(
        "0109808080808040cdcccc3d9a9999999999f13f04010206c3bc22020402040102060004026b00026a02027600040e021000" +
        "deadbeef04cfc7ffffffffff99e1020ea70d57d360b479c2c002e8bf9929c2c49aefc10280a8a894956782c0f8daa6fda506" +
        "01e8afa89495674831323334353637382d393061622d636465662d313233342d3536373839306162636465661234567890ab" +
        "cdef1234567890abcdef0278");

    /// <summary>The fingerprint of <c>every.avsc</c> with its marker.</summary>
    public static byte[] EveryMarker { get; } = Convert.FromHexString("c3012bb9d899fa84eb01");

    /// <summary>The schema of <see cref="Records"/>.</summary>
    public const string Schema =
        """{"type":"record","name":"E","fields":[{"name":"id","type":"int"},{"name":"v","type":["null","string"]}]}""";

    /// <summary>Two records, <c>{"id":1,"v":null}</c> and <c>{"id":-2,"v":"x"}</c>.</summary>
    public static byte[] Records { get; } = [2, 0, 3, 2, 2, (byte)'x'];

    private static byte[] Sync { get; } = "0123456789abcdef"u8.ToArray();

    /// <summary>An object container file.</summary>
    public static byte[] Container(string codec, string schema, params (long Count, byte[] Data)[] blocks) =>
    [
        .. "Obj\u0001"u8, 4, .. Bytes("avro.schema"u8.ToArray()), .. Bytes(System.Text.Encoding.UTF8.GetBytes(schema)),
        .. Bytes("avro.codec"u8.ToArray()), .. Bytes(System.Text.Encoding.UTF8.GetBytes(codec)), 0, .. Sync,
        .. blocks.SelectMany(block => (byte[])[.. Long(block.Count), .. Bytes(block.Data), .. Sync]),
    ];

    public static byte[] Long(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var bytes = new List<byte>();
        for (; bits >= 0x80; bits >>= 7) bytes.Add((byte)(bits | 0x80));
        return [.. bytes, (byte)bits];
    }

    private static byte[] Bytes(byte[] value) => [.. Long(value.Length), .. value];
}
