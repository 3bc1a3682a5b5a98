using System.Buffers;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>Joins records to an event.</summary>
internal static class SqsEventWriter
{
    /// <summary>Bytes of an event without records.</summary>
    public static int EmptyLength => Start.Length + End.Length;

    private static ReadOnlySpan<byte> Start => "{\"Records\":["u8;

    private static ReadOnlySpan<byte> End => "]}"u8;

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ReceivedMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(EmptyLength + messages.Sum(message => message.Record.Length + 1));
        buffer.Write(Start);
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            buffer.Write(messages[i].Record.Span);
        }

        buffer.Write(End);
        return buffer.WrittenMemory;
    }
}
