using System.Text;
using SqsIngestor.Emulator.Protocols;

namespace SqsIngestor.Emulator.Tests.Protocols;

public sealed class WireProtocolsTests
{
    public static TheoryData<string, string> Starts { get; } = new()
    {
        { nameof(WireProtocol.Http2), Hex("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") },
        { nameof(WireProtocol.Http1), Hex("GET / HTTP/1.1\r\n") },
        { nameof(WireProtocol.Http1), Hex("POST /v1/traces HTTP/1.1\r\n") },
        { nameof(WireProtocol.Tls), Convert.ToHexString(Samples.TlsClientHello) },
        { nameof(WireProtocol.Kafka), Convert.ToHexString(Samples.KafkaApiVersions) },
        { nameof(WireProtocol.Mqtt), Convert.ToHexString(Samples.MqttConnect) },
        // A long packet, and the name of MQTT 3.1.
        { nameof(WireProtocol.Mqtt), "109002" + "0006" + Hex("MQIsdp") },
        { nameof(WireProtocol.Unknown), Hex("SSH-2.0-OpenSSH_9.6\r\n") },
        { nameof(WireProtocol.Unknown), Hex("PRINT something else") },
        { nameof(WireProtocol.Unknown), "10FFFFFFFFFFFFFFFFFFFFFFFF" },
        { nameof(WireProtocol.Unknown), "000000100012FFFF00000001" },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void Of_BytesThatArriveOneByOne_DecidesOnceAndStays(string expected, string hex)
    {
        var bytes = Convert.FromHexString(hex);

        var seen =
            Enumerable.Range(0, bytes.Length + 1).Select(count => WireProtocols.Of(bytes.AsSpan(0, count)).ToString()).ToList();

        Assert.Equal([nameof(WireProtocol.Undecided), expected], seen.Distinct());
        Assert.Equal(expected, seen[Math.Min(18, bytes.Length)]);
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
