using System.Buffers.Binary;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary><c>avro</c> with a schema of the mapping: one value, alone or after the fingerprint of its schema.</summary>
internal sealed class AvroObjectDecoder : DocumentDecoder
{
    private const int FingerprintSize = sizeof(ulong);
    private const int RegistryPrefixSize = 5;

    private readonly AvroSchema[] _schemas;
    private readonly bool _isSingleObject;
    private readonly AvroJsonWriter _writer;

    /// <param name="context">The limits.</param>
    /// <param name="schemas">The schemas that the value can have; one if no fingerprint tells.</param>
    /// <param name="isSingleObject">The value has the single-object encoding.</param>
    public AvroObjectDecoder(DocumentContext context, IReadOnlyList<AvroSchema> schemas, bool isSingleObject)
        : base(context) =>
        (_schemas, _isSingleObject, _writer) =
            ([.. schemas], isSingleObject, new(Output, context.MaxBytes, context.MaxDepth));

    private static ReadOnlySpan<byte> Marker => [0xc3, 0x01];

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        var (schema, start) = (_schemas[0], 0);
        if (_isSingleObject)
        {
            var source = payload.Written;
            if (!source.StartsWith(Marker)) return Wrong("not the single-object encoding");
            start = Marker.Length + FingerprintSize;
            if (source.Length < start) return Wrong("cut off in the fingerprint of the schema");
            var fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(source[Marker.Length..]);
            if (Find(fingerprint) is not { } found) return Wrong("a schema that the mapping does not name");
            schema = found;
        }
        var reader = new AvroReader(payload.Written[start..]);
        var code = _writer.Write(schema.Type, ref reader);
        if (code == RecordErrorCode.None && reader.IsAtEnd)
        {
            EndDocument();
            return RecordErrorCode.None;
        }
        if (code is not (RecordErrorCode.None or RecordErrorCode.BodySyntax)) return code;
        var problem = code == RecordErrorCode.None ? "bytes after the value"
            : _writer.Problem ?? (reader.IsTooLong ? AvroReader.TooLong
                : string.Create(CultureInfo.InvariantCulture, $"cut off after {start + reader.Position} bytes"));
        return Wrong(
            !_isSingleObject && HasRegistryPrefix(payload.Written, schema)
                ? "a prefix of Confluent's schema registry before the value, which no framing reads"
                : problem);
    }

    /// <summary>Whether the value follows a zero and the 4 bytes of the id of a schema.</summary>
    private bool HasRegistryPrefix(ReadOnlySpan<byte> payload, AvroSchema schema)
    {
        if (payload.Length < RegistryPrefixSize || payload[0] != 0) return false;
        Output.Length = 0;
        var reader = new AvroReader(payload[RegistryPrefixSize..]);
        return _writer.Write(schema.Type, ref reader) == RecordErrorCode.None && reader.IsAtEnd;
    }

    // Without a lambda, which would be an object for each message.
    private AvroSchema? Find(ulong fingerprint)
    {
        foreach (var schema in _schemas)
        {
            if (schema.Fingerprint == fingerprint) return schema;
        }
        return null;
    }
}
