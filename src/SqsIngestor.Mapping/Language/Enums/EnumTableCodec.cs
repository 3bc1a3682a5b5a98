using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Enums;

/// <summary>A table from texts to the bytes of their targets: the number of an enum, or text with its length.</summary>
internal sealed class EnumTableCodec : ScalarCodec
{
    /// <summary>Names in a table are shorter.</summary>
    private const int MaxLength = 512;

    private readonly NameTable<byte[]> _targets;
    private readonly bool _fold;

    /// <param name="targets">By source, folded if <paramref name="fold"/>.</param>
    /// <param name="fold">Sources match in either case.</param>
    public EnumTableCodec(IEnumerable<KeyValuePair<byte[], byte[]>> targets, bool fold)
    {
        _targets = new([.. targets]);
        _fold = fold;
    }

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        switch (value.Kind)
        {
            case ValueKind.String when value.Escaped:
                return TryWriteUnescaped(value, writer);
            case ValueKind.String or ValueKind.Number:
                return TryWriteText(value.Text, writer);
            case ValueKind.True or ValueKind.False:
                return TryWriteText(value.Kind == ValueKind.True ? "true"u8 : "false"u8, writer);
            case ValueKind.Integer:
                Span<byte> digits = stackalloc byte[20];
                System.Buffers.Text.Utf8Formatter.TryFormat(value.Integer, digits, out var length);
                return TryWriteText(digits[..length], writer);
            default:
                return RecordErrorCode.WrongType;
        }
    }

    private RecordErrorCode TryWriteText(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        if ((_fold ? FindFolded(text) : _targets.Find(text)) is not { } target) return RecordErrorCode.EnumValue;
        writer.WriteRaw(target);
        return RecordErrorCode.None;
    }

    private byte[]? FindFolded(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxLength) return null;
        Span<byte> folded = stackalloc byte[MaxLength * CaseFold.MaxExpansion];
        return _targets.Find(folded[..CaseFold.Lower(text, folded)]);
    }
}
