using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary><c>avro</c> without a schema: an object container file, which has its schema. A document for each record.</summary>
internal sealed class AvroContainerDecoder : DocumentDecoder
{
    private const int SyncSize = 16;

    private readonly AvroJsonWriter _writer;
    private readonly AvroCodecs _codecs;
    private readonly SchemaCache<AvroSchema> _schemas;
    private AvroSchema? _schema;

    public AvroContainerDecoder(DocumentContext context) : base(context)
    {
        _writer = new(Output, context.MaxBytes, context.MaxDepth);
        (_codecs, _schemas) = (new(context.Memory, context.MaxBytes), new(context.Memory));
    }

    private static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        var source = payload.Written;
        if (!source.StartsWith(Magic)) return Wrong("not an object container file");
        var reader = new AvroReader(source);
        reader.TryReadBytes(Magic.Length, out _);
        if (!TryReadHeader(ref reader, out var schema, out var codec)) return CutOff(reader);
        if (!reader.TryReadBytes(SyncSize, out var sync)) return CutOff(reader);
        if (!TryUseSchema(payload, schema, out var problem)) return Wrong(problem);
        if (!_codecs.TryUse(codec)) return Wrong("an unknown codec; it reads null, deflate, snappy and zstandard");
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadLong(out var count) || !reader.TryReadBytes(out var block)) return CutOff(reader);
            if (!reader.TryReadBytes(SyncSize, out var end)) return CutOff(reader);
            if (count < 0 || !end.SequenceEqual(sync)) return Wrong("a block that does not end where it should");
            if (WriteBlock(count, block) is var code and not RecordErrorCode.None) return code;
        }
        return Count > 0 ? RecordErrorCode.None : Wrong("no record");
    }

    /// <summary>Reads the metadata of the file; false if it is cut off.</summary>
    private static bool TryReadHeader(ref AvroReader reader, out ReadOnlySpan<byte> schema, out ReadOnlySpan<byte> codec)
    {
        schema = codec = default;
        while (true)
        {
            if (!reader.TryReadBlock(out var count)) return false;
            if (count == 0) return true;
            for (; count > 0; count--)
            {
                if (!reader.TryReadBytes(out var key) || !reader.TryReadBytes(out var value)) return false;
                if (key.SequenceEqual("avro.schema"u8)) schema = value;
                else if (key.SequenceEqual("avro.codec"u8)) codec = value;
            }
        }
    }

    private bool TryUseSchema(PayloadBuffer payload, ReadOnlySpan<byte> text, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        _schema = _schemas.Find(text);
        if (_schema is not null) return true;
        var before = Memory.Taken;
        payload.Written.Overlaps(text, out var start);
        if (!AvroSchema.TryRead(payload.Bytes.AsMemory(start, text.Length), Memory, out _schema, out problem)) return false;
        _schemas.Keep(text, _schema, Memory.Taken - before);
        return true;
    }

    private RecordErrorCode WriteBlock(long count, ReadOnlySpan<byte> block)
    {
        var code = _codecs.Decompress(block, out var data);
        if (code != RecordErrorCode.None) return code;
        var reader = new AvroReader(data);
        for (; count > 0; count--)
        {
            code = _writer.Write(_schema!.Type, ref reader);
            if (code == RecordErrorCode.BodySyntax) return Wrong(InRecord(_writer.Problem ?? Missing(reader)));
            if (code != RecordErrorCode.None) return code;
            EndDocument();
            if (IsFull) return RecordErrorCode.BodySize;
        }
        return reader.IsAtEnd ? RecordErrorCode.None : Wrong("a block with more data than records");
    }

    private string InRecord(string problem) => string.Create(CultureInfo.InvariantCulture, $"record {Count + 1} has {problem}");

    private static string Missing(AvroReader reader) =>
        reader.IsTooLong ? AvroReader.TooLong : "less data than its schema needs";

    private RecordErrorCode CutOff(AvroReader reader) => Wrong(
        reader.IsTooLong
            ? AvroReader.TooLong
            : string.Create(CultureInfo.InvariantCulture, $"cut off after {reader.Position} bytes"));
}
