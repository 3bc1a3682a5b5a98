using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// Walks an SQS event once, message by message, without allocating objects. Between two messages only the reader's state is kept,
/// so that the caller may await between them.
/// </summary>
public sealed class SqsEventReader
{
    private readonly byte[] _buffer;
    private readonly int _length;
    private JsonReaderState _state;
    private int _consumed;
    private int _index;

    /// <summary>Finds the array of records.</summary>
    /// <param name="buffer">The event; must not change while messages are in use.</param>
    /// <param name="length">Bytes of the event.</param>
    /// <exception cref="SqsEventException">It is not an SQS event.</exception>
    public SqsEventReader(byte[] buffer, int length)
    {
        (_buffer, _length) = (buffer, length);
        var reader = new Utf8JsonReader(buffer.AsSpan(0, length));
        try
        {
            if (!TryFindRecords(ref reader))
            {
                throw new SqsEventException(
                    "the event has no array 'Records': it does not come from an SQS event source mapping");
            }
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
        Keep(reader);
    }

    /// <summary>
    /// The place of the next message. Set it to an earlier place to read a message again without the messages before it.
    /// </summary>
    public Bookmark Position
    {
        get => new(_consumed, _state, _index);
        set => (_consumed, _state, _index) = (value.Consumed, value.State, value.Index);
    }

    /// <summary>Reads the next message; false after the last one.</summary>
    /// <param name="message">Receives it.</param>
    /// <exception cref="SqsEventException">
    /// The event is broken here, or behind its last record; or the record is not an SQS message.
    /// </exception>
    public bool Read(SourceMessage message)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_consumed, _length - _consumed), isFinalBlock: true, _state);
        try
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            {
                // An event that is cut off behind its records is not one.
                while (reader.Read())
                {
                }
                return false;
            }
            if (reader.TokenType != JsonTokenType.StartObject) throw new SqsEventException($"record {_index} is not an object");
            message.Read(ref reader, _buffer, _consumed, _index);
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
        if (message.MessageId.IsEmpty)
        {
            throw new SqsEventException($"record {_index} has no messageId: it does not come from an SQS event source mapping");
        }
        if (!message.IsFromSqs) throw new SqsEventException($"record {_index} does not have the event source aws:sqs");
        _index++;
        Keep(reader);
        return true;
    }

    /// <summary>A place between two messages of an event.</summary>
    public readonly struct Bookmark
    {
        internal Bookmark(int consumed, JsonReaderState state, int index) => (Consumed, State, Index) = (consumed, state, index);

        internal int Consumed { get; }

        internal JsonReaderState State { get; }

        internal int Index { get; }
    }

    private static bool TryFindRecords(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = JsonText.NameEquals(reader.ValueSpan, reader.ValueIsEscaped, "Records"u8);
            reader.Read();
            if (found) return reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
        }
        return false;
    }

    private void Keep(in Utf8JsonReader reader)
    {
        _consumed += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    // The message of the JSON reader quotes the text at the place, which may be message content.
    private static SqsEventException NotJson(JsonException e) =>
        new($"the event is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
}

/// <summary>The invocation's payload is not an SQS event. No message of it was read.</summary>
public sealed class SqsEventException : Exception
{
    internal SqsEventException(string message) : base(message)
    {
    }
}
