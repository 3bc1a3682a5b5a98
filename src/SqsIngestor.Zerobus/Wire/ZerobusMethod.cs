using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Wire;

/// <summary>The service's one method, with requests framed by hand and responses parsed by the generated contract.</summary>
internal static class ZerobusMethod
{
    public static Method<RequestFrame, EphemeralStreamResponse> EphemeralStream { get; } = new(
        MethodType.DuplexStreaming,
        "databricks.zerobus.Zerobus",
        "EphemeralStream",
        new Marshaller<RequestFrame>(Serialize, static _ => throw new NotSupportedException("A client reads no requests.")),
        new Marshaller<EphemeralStreamResponse>(
            static (_, _) => throw new NotSupportedException("A client writes no responses."), Deserialize));

    private static void Serialize(RequestFrame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.Length);
        frame.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static EphemeralStreamResponse Deserialize(DeserializationContext context) =>
        EphemeralStreamResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
}
