using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Unwraps;

/// <summary>Writes the decimals and times of Kafka Connect as exact numbers and as texts.</summary>
internal sealed class ConnectValueWriter(PayloadBuffer output, WorkMemory memory)
{
    private readonly PayloadBuffer _text = new(memory);
    private readonly PayloadBuffer _integer = new(memory);

    /// <summary>Writes an integer in base64, divided by a power of ten. False if the text is not one.</summary>
    public bool TryWriteDecimal(ReadOnlySpan<byte> text, int scale)
    {
        _text.Length = _integer.Length = 0;
        var room = _text.Reserve(text.Length);
        if (!JsonText.TryUnescape(text, room, out var length)) return false;
        if (!Base64Text.TryRead(room[..length], out var base64) || base64.Size > JsonValueWriter.MostIntegerBytes) return false;
        var integer = _integer.Reserve(base64.Size)[..base64.Size];
        if (!base64.TryDecode(integer)) return false;
        JsonValueWriter.WriteDecimal(integer, isUnsigned: false, isComplement: false, -scale, output);
        return true;
    }

    /// <summary>Writes the number of an object with its scale and its integer. False if it has not both.</summary>
    public bool TryWriteVariableScale(ref JsonCopier json)
    {
        var (hasScale, scale, hasValue) = (false, 0, false);
        ReadOnlySpan<byte> value = default;
        while (json.NextMember())
        {
            var (isScale, isValue) = (json.Is("scale"u8), json.Is("value"u8));
            json.Read();
            if (isScale && json.Token == JsonTokenType.Number)
            {
                hasScale = TryReadInteger(json.Text, out var number) && number is > -10_000 and < 10_000;
                scale = (int)number;
            }
            else if (isValue && json.Token == JsonTokenType.String)
            {
                hasValue = true;
                value = json.Text;
            }
            else
            {
                json.Skip();
            }
        }
        return hasScale && hasValue && TryWriteDecimal(value, scale);
    }

    /// <summary>Writes a date or a time; outside of the years 1 to 9999, the number. False if it is not an integer.</summary>
    public bool TryWriteTime(ReadOnlySpan<byte> text, ConnectType type)
    {
        if (!TryReadInteger(text, out var value)) return false;
        var perSecond = type.Digits switch { 3 => 1_000, 6 => 1_000_000, _ => 1_000_000_000 };
        var (seconds, part) = Math.DivRem(value, perSecond);
        if (part < 0) (seconds, part) = (seconds - 1, part + perSecond);
        var nanoseconds = (int)(part * (1_000_000_000 / perSecond));
        var isWritten = type.Kind switch
        {
            ConnectKind.Date => JsonTimeWriter.TryWriteDate(value, output),
            ConnectKind.Time => JsonTimeWriter.TryWriteTimeOfDay(seconds, nanoseconds, output),
            ConnectKind.Timestamp => JsonTimeWriter.TryWriteTimestamp(seconds, nanoseconds, output),
            _ => throw new UnreachableException(),
        };
        if (!isWritten) output.Write(text);
        return true;
    }

    private static bool TryReadInteger(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out int length) && length == text.Length;
}
