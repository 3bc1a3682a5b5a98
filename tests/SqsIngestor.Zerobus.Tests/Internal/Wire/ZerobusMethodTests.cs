using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.Wire;

public sealed class ZerobusMethodTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    /// <summary>
    /// Fails when an upgrade of Grpc.Net.Client renames what the accessor binds to. The client still works then, and starts
    /// slower.
    /// </summary>
    [Fact]
    public void Call_InvokerOfTheReferencedGrpcVersion_IsTheOneThatTheAccessorNames()
    {
        using var channel = GrpcChannel.ForAddress(Nowhere);

        var invoker = channel.CreateCallInvoker().GetType();

        Assert.Equal("Grpc.Net.Client.Internal." + ZerobusMethod.BoundInvoker, invoker.FullName);
        var method =
            invoker.GetMethod(nameof(CallInvoker.AsyncDuplexStreamingCall), BindingFlags.Public | BindingFlags.Instance)!;
        Assert.Equal(
            ["Method`2", "String", "CallOptions"], method.GetParameters()
                .Select(static parameter => parameter.ParameterType.Name));
    }

    [Fact]
    public async Task Call_OtherInvoker_GoesThroughThePublicMethod()
    {
        await using var rig = await ZerobusRig.StartAsync();
        using var channel = GrpcChannel.ForAddress(rig.Server.Endpoint);
        var seen = new CountingInterceptor();

        using var call = ZerobusMethod.Call(channel.Intercept(seen), ZerobusMethod.EphemeralStream);

        Assert.Equal(1, seen.Calls);
    }

    private sealed class CountingInterceptor : Interceptor
    {
        public int Calls { get; private set; }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            Calls++;
            return continuation(context);
        }
    }
}
