namespace SqsIngestor.Emulator.Tests.Protocols;

/// <summary>The first bytes of clients, as they are on the wire.</summary>
internal static class Samples
{
    /// <summary>ApiVersions, the first request of a Kafka client: version 3, correlation id 1, client id "producer-1".</summary>
    public static byte[] KafkaApiVersions { get; } =
        [
            .. Convert.FromHexString("0000002C0012000300000001000A"), .. "producer-1"u8, 0,
            .. Convert.FromHexString("12"), .. "apache-kafka-java"u8, .. Convert.FromHexString("05"), .. "3.7"u8, 0];

    /// <summary>CONNECT of MQTT 5, clean start, keep alive 60 s, client id "probe".</summary>
    public static byte[] MqttConnect { get; } =
        [.. Convert.FromHexString("101200044D51545405"), .. Convert.FromHexString("02003C000005"), .. "probe"u8];

    /// <summary>The start of a TLS 1.3 ClientHello.</summary>
    public static byte[] TlsClientHello { get; } = Convert.FromHexString("1603010200010001FC0303");
}
