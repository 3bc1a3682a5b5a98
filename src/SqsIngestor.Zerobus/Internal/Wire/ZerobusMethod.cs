using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Internal.Wire;

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

    /// <summary>Begins a call.</summary>
    public static AsyncDuplexStreamingCall<RequestFrame, EphemeralStreamResponse> Call(GrpcChannel channel) =>
        Call(channel.CreateCallInvoker(), EphemeralStream, null, default);

    // What CallInvoker's method of this name comes to. That one is generic and virtual: a native program builds its code's
    // types when it is first called, for a sixth of the function's start. Called like this, the compiler has built them.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(CallInvoker.AsyncDuplexStreamingCall))]
    private static extern AsyncDuplexStreamingCall<TRequest, TResponse> Call<TRequest, TResponse>(
        [UnsafeAccessorType("Grpc.Net.Client.Internal.HttpClientCallInvoker, Grpc.Net.Client")] object invoker,
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
        where TRequest : class
        where TResponse : class;

    private static void Serialize(RequestFrame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.Length);
        frame.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static EphemeralStreamResponse Deserialize(DeserializationContext context) =>
        EphemeralStreamResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
}
