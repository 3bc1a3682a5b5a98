using System.Buffers.Binary;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Follows the frames of HTTP/2 in what arrives, and takes out the answers to our own PINGs: the HTTP handler would end the
/// connection for an answer to a PING that it has not sent. All other bytes stay, in order. Pure. Not thread-safe.
/// </summary>
/// <param name="answered">Called with the number of a PING that is answered.</param>
internal sealed class PongFilter(Action<uint> answered)
{
    /// <summary>The length of a PING frame: a header and eight bytes of the sender's choice (RFC 9113, section 6.7).</summary>
    public const int PingLength = HeaderLength + 8;

    private const int HeaderLength = 9;
    private const int NumberAt = 13;
    private const byte AckFlag = 1;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly byte[] _held = new byte[PingLength];
    private int _headerLength;
    private int _payloadLeft;
    private int _heldLength;
    private int _readyFrom;
    private bool _ready;

    // The payload begins with a word that the handler's own PINGs, which count from 0 and from -1, do not reach.
    private static ReadOnlySpan<byte> Pong => [0, 0, 8, 6, AckFlag, 0, 0, 0, 0, (byte)'s', (byte)'q', (byte)'s', (byte)'i'];

    /// <summary>Whether bytes that were held are to be handed on before anything else is read.</summary>
    public bool HasReady => _ready;

    /// <summary>Whether bytes are held that may be the beginning of an answer.</summary>
    public bool IsUndecided => !_ready && _heldLength > 0;

    /// <summary>Where to read the bytes that decide; then call <see cref="Decide"/>.</summary>
    public Memory<byte> Wanted =>
        // No further than the frame goes, whichever it is.
        _held.AsMemory(_heldLength, (_heldLength < HeaderLength ? HeaderLength : PingLength) - _heldLength);

    /// <summary>Writes a PING.</summary>
    public static void WritePing(Span<byte> frame, uint number)
    {
        Pong.CopyTo(frame);
        frame[4] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(frame[NumberAt..], number);
    }

    /// <summary>Takes answers out of bytes that have arrived, in place. Call only while nothing is held.</summary>
    /// <returns>How many bytes are left, from the start on.</returns>
    public int Filter(Span<byte> bytes)
    {
        var (from, to) = (0, 0);
        while (from < bytes.Length)
        {
            var rest = bytes[from..];
            if (_payloadLeft == 0 && _headerLength == 0 && Begins(rest[..Math.Min(PingLength, rest.Length)]))
            {
                var length = Math.Min(PingLength, rest.Length);
                rest[..length].CopyTo(_held);
                Held(length);
                from += length;
                continue;
            }

            var taken = Follow(rest);
            if (from > to)
                rest[..taken].CopyTo(bytes[to..]);
            from += taken;
            to += taken;
        }

        return to;
    }

    /// <summary>So many bytes were read into <see cref="Wanted"/>; 0 means that no more come.</summary>
    public void Decide(int read)
    {
        if (read > 0 && Begins(_held.AsSpan(0, _heldLength + read)))
        {
            Held(_heldLength + read);
            return;
        }

        _heldLength += read;
        for (var from = 0; from < _heldLength;)
            from += Follow(_held.AsSpan(from, _heldLength - from));
        (_ready, _readyFrom) = (true, 0);
    }

    /// <summary>Copies bytes that turned out to be no answer.</summary>
    public int TakeReady(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _heldLength - _readyFrom);
        _held.AsSpan(_readyFrom, length).CopyTo(buffer);
        _readyFrom += length;
        if (_readyFrom == _heldLength)
            (_ready, _heldLength) = (false, 0);
        return length;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Pong.Length);
        return bytes[..length].SequenceEqual(Pong[..length]);
    }

    private void Held(int length)
    {
        _heldLength = length;
        if (length < PingLength)
            return;
        _heldLength = 0;
        answered(BinaryPrimitives.ReadUInt32BigEndian(_held.AsSpan(NumberAt)));
    }

    // How many of the bytes belong to the part of a frame, header or payload, that they begin with.
    private int Follow(ReadOnlySpan<byte> bytes)
    {
        int taken;
        if (_payloadLeft > 0)
        {
            taken = Math.Min(_payloadLeft, bytes.Length);
            _payloadLeft -= taken;
            return taken;
        }

        taken = Math.Min(HeaderLength - _headerLength, bytes.Length);
        bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += taken;
        if (_headerLength == HeaderLength)
        {
            _headerLength = 0;
            _payloadLeft = (_header[0] << 16) | (_header[1] << 8) | _header[2];
        }

        return taken;
    }
}
