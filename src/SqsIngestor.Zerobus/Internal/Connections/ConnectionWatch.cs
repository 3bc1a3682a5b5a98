using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Follows what arrives on an HTTP/2 connection that streams share: the other end's settings, its announcement that it closes the
/// connection, and the end. The HTTP handler tells none of them. One reader; the properties may be read by any thread.
/// </summary>
internal sealed class ConnectionWatch(TimeProvider clock)
{
    // RFC 9113, sections 4.1, 6.5 and 6.8.
    private const int HeaderLength = 9;
    private const byte SettingsType = 4;
    private const byte GoAwayType = 7;
    private const byte AckFlag = 1;
    private const int SettingLength = 6;
    private const ushort MaxConcurrentStreamsId = 3;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _header = new byte[HeaderLength];
    private readonly byte[] _setting = new byte[SettingLength];
    private int _headerLength;
    private int _settingLength;
    private int _payloadLeft;
    private bool _isSettings;
    private long _heardAt = clock.GetUtcNow().UtcTicks;
    private volatile int _maxStreams = int.MaxValue;
    private volatile bool _isLeaving;
    private volatile bool _isOver;

    /// <summary>Completes when the other end's settings are known, or the connection is over.</summary>
    public Task Ready => _ready.Task;

    /// <summary>How many streams the other end allows at once. No limit before its settings are known.</summary>
    public int MaxStreams => _maxStreams;

    /// <summary>The other end takes no more streams on it, or it is over.</summary>
    public bool IsLeaving => _isLeaving || _isOver;

    /// <summary>How long nothing has arrived, by the wall clock, which goes on while this process stands still.</summary>
    public TimeSpan Silence => TimeSpan.FromTicks(clock.GetUtcNow().UtcTicks - Volatile.Read(ref _heardAt));

    /// <summary>The connection is over.</summary>
    public void Over()
    {
        _isOver = true;
        _ready.TrySetResult();
    }

    /// <summary>Waits for a read, and notices that the connection is over before the handler can.</summary>
    /// <param name="read">The read.</param>
    /// <param name="hasRoom">Whether a read of nothing means the end.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> FollowAsync(ValueTask<int> read, bool hasRoom)
    {
        try
        {
            var length = await read.ConfigureAwait(false);
            if (length == 0 && hasRoom)
                Over();
            Volatile.Write(ref _heardAt, clock.GetUtcNow().UtcTicks);
            return length;
        }
        catch
        {
            Over();
            throw;
        }
    }

    /// <summary>Bytes have arrived, in order.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[(_payloadLeft > 0 ? Payload(bytes) : Header(bytes))..];
    }

    private int Header(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(HeaderLength - _headerLength, bytes.Length);
        bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += taken;
        if (_headerLength < HeaderLength)
            return taken;
        (_headerLength, _settingLength) = (0, 0);
        _payloadLeft = (_header[0] << 16) | (_header[1] << 8) | _header[2];
        _isLeaving |= _header[3] == GoAwayType;
        _isSettings = _header[3] == SettingsType && (_header[4] & AckFlag) == 0;
        if (_isSettings && _payloadLeft == 0)
            _ready.TrySetResult();
        return taken;
    }

    private int Payload(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(_payloadLeft, bytes.Length);
        _payloadLeft -= taken;
        if (!_isSettings)
            return taken;
        foreach (var each in bytes[..taken])
        {
            _setting[_settingLength++] = each;
            if (_settingLength == SettingLength)
                Setting();
        }

        if (_payloadLeft == 0)
            _ready.TrySetResult();
        return taken;
    }

    private void Setting()
    {
        _settingLength = 0;
        if (BinaryPrimitives.ReadUInt16BigEndian(_setting) == MaxConcurrentStreamsId)
            _maxStreams = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(_setting.AsSpan(2)));
    }
}
