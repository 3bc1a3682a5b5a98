using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>The service's methods, with requests framed and responses read by hand.</summary>
internal static class ZerobusMethod
{
    /// <summary>Streams that end with their connection.</summary>
    public static Method<RequestFrame, ServiceMessage> EphemeralStream { get; } = Duplex(
        "EphemeralStream", static context => ServiceMessage.Read(context.PayloadAsNewBuffer(), isPersistent: false));

    /// <summary>Streams that a later connection resumes.</summary>
    public static Method<RequestFrame, ServiceMessage> PersistentStream { get; } = Duplex(
        "PersistentStream", static context => ServiceMessage.Read(context.PayloadAsNewBuffer(), isPersistent: true));

    /// <summary>The class of Grpc.Net.Client whose method <see cref="Bound"/> calls.</summary>
    public const string BoundInvoker = "HttpClientCallInvoker";

    /// <summary>Starts a call.</summary>
    public static AsyncDuplexStreamingCall<RequestFrame, ServiceMessage> Call(
        GrpcChannel channel, Method<RequestFrame, ServiceMessage> method) => Call(channel.CreateCallInvoker(), method);

    /// <summary>
    /// Starts a call. If Grpc.Net.Client does not have this class or method, or an interceptor is in front of it, the call uses
    /// the public method: the same call, only slower the first time in a native program.
    /// </summary>
    public static AsyncDuplexStreamingCall<RequestFrame, ServiceMessage> Call(
        CallInvoker invoker, Method<RequestFrame, ServiceMessage> method)
    {
        // The accessor does not check the type of its target.
        if (invoker.GetType().Name == BoundInvoker)
        {
            try
            {
                return Bound(invoker, method, null, default);
            }
            catch (Exception e) when (e is MissingMethodException or TypeLoadException)
            {
                // Another version of the package: use the public method.
            }
        }
        return invoker.AsyncDuplexStreamingCall(method, null, default);
    }

    // CallInvoker's method of this name is generic and virtual: a native program builds the types of its code at the first call,
    // which takes a sixth of the function's start. Called like this, the compiler has built them.
    // (docs/adr/0008-unsafe-accessor-into-grpc.md)
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(CallInvoker.AsyncDuplexStreamingCall))]
    private static extern AsyncDuplexStreamingCall<TRequest, TResponse> Bound<TRequest, TResponse>(
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

    private static Method<RequestFrame, ServiceMessage> Duplex(
        string name, Func<DeserializationContext, ServiceMessage> deserialize) => new(
        MethodType.DuplexStreaming,
        "databricks.zerobus.Zerobus",
        name,
        new Marshaller<RequestFrame>(Serialize, static _ => throw new NotSupportedException("A client reads no requests.")),
        new Marshaller<ServiceMessage>(
            static (_, _) => throw new NotSupportedException("A client writes no responses."), deserialize));
}
