using System.Text;

namespace SqsIngestor.Emulator.Protocols;

/// <summary>What the first bytes of a connection belong to.</summary>
internal enum WireProtocol
{
    /// <summary>More bytes are needed.</summary>
    Undecided,

    /// <summary>HTTP/2 with prior knowledge.</summary>
    Http2,

    /// <summary>HTTP/1.</summary>
    Http1,

    /// <summary>A TLS handshake.</summary>
    Tls,

    /// <summary>A request of a Kafka client.</summary>
    Kafka,

    /// <summary>The CONNECT packet of an MQTT client.</summary>
    Mqtt,

    /// <summary>None of these.</summary>
    Unknown,
}

/// <summary>Recognizes the protocols of clients that connect to the endpoint of Zerobus.</summary>
internal static class WireProtocols
{
    private const byte TlsHandshake = 22;
    private const byte TlsMajorVersion = 3;
    private const byte MqttConnect = 0x10;
    private const int MostMqttLengthBytes = 4;
    private const int KafkaHeader = 8;
    private const int LargestKafkaKey = 127;
    private const int LargestKafkaVersion = 31;

    private static readonly byte[] Http2Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n");

    // Two bytes of length, then the name: MQTT 3.1.1 and 5, and MQTT 3.1.
    private static readonly byte[][] MqttNames = [[0, 4, .. "MQTT"u8], [0, 6, .. "MQIsdp"u8]];

    private static readonly byte[][] Http1Methods =
    [
        .. "GET POST PUT HEAD DELETE OPTIONS PATCH CONNECT TRACE".Split(' ').Select(word => Encoding.ASCII.GetBytes(word + " ")),
    ];

    /// <summary>Recognizes a protocol by the bytes that have arrived. Eighteen bytes are enough for each.</summary>
    public static WireProtocol Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return WireProtocol.Undecided;
        // P is the first letter of POST too.
        if (Matches(start, Http2Preface) is { } isHttp2) return isHttp2 ? WireProtocol.Http2 : WireProtocol.Undecided;
        return start[0] switch
        {
            TlsHandshake => start.Length < 2 ? WireProtocol.Undecided : When(start[1] == TlsMajorVersion, WireProtocol.Tls),
            MqttConnect => OfMqtt(start),
            0 => OfKafka(start),
            _ => OfHttp1(start),
        };
    }

    private static WireProtocol OfHttp1(ReadOnlySpan<byte> start)
    {
        foreach (var method in Http1Methods)
        {
            if (Matches(start, method) is { } isWhole) return isWhole ? WireProtocol.Http1 : WireProtocol.Undecided;
        }

        return WireProtocol.Unknown;
    }

    /// <summary>Behind the type is the length of the packet, in one to four bytes, the last of which is below 128.</summary>
    private static WireProtocol OfMqtt(ReadOnlySpan<byte> start)
    {
        var end = 1;
        while (end < start.Length && end < MostMqttLengthBytes && start[end] >= 0x80) end++;
        if (end >= start.Length) return WireProtocol.Undecided;
        foreach (var name in MqttNames)
        {
            if (Matches(start[(end + 1)..], name) is { } isWhole) return isWhole ? WireProtocol.Mqtt : WireProtocol.Undecided;
        }

        return WireProtocol.Unknown;
    }

    /// <summary>The length of the request in four bytes, the number of the API and its version in two bytes each.</summary>
    private static WireProtocol OfKafka(ReadOnlySpan<byte> start)
    {
        if (start.Length < KafkaHeader) return WireProtocol.Undecided;
        return When(
            start[4] == 0 && start[5] <= LargestKafkaKey && start[6] == 0 && start[7] <= LargestKafkaVersion, WireProtocol.Kafka);
    }

    private static WireProtocol When(bool isSo, WireProtocol protocol) => isSo ? protocol : WireProtocol.Unknown;

    /// <summary>True if the bytes begin with all expected ones, false with some of them so far, null if they differ.</summary>
    private static bool? Matches(ReadOnlySpan<byte> start, ReadOnlySpan<byte> expected)
    {
        if (start.Length >= expected.Length) return start.StartsWith(expected) ? true : null;
        return expected.StartsWith(start) ? false : null;
    }
}
