using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

/// <summary>The caller makes the transport of the connections.</summary>
public sealed class ConnectCallbackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_OverAUnixDomainSocket_DeliversAndSpeaksTlsIfTheEndpointDoes(bool withTls)
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: withTls ? authority.Certificate : null);
        await using var door = new UnixDoor(server.Endpoint.Port);
        List<ZerobusConnectionContext> asked = [];
        // Nothing listens on this port.
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri($"{server.Endpoint.Scheme}://localhost:1"),
            CertificateAuthorityFile = withTls ? authority.File : null,
            ConnectCallback = (context, cancellationToken) =>
            {
                asked.Add(context);
                return door.ConnectAsync(cancellationToken);
            },
        });

        var stream = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(server.State.Durable);
        Assert.Equal([new ZerobusConnectionContext("localhost", 1)], asked);
        Assert.Equal(1, door.Accepted);
    }

    [Fact]
    public async Task Open_CertificateOfAnotherHost_IsRefused()
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        await using var door = new UnixDoor(server.Endpoint.Port);
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("https://zerobus.test"),
            CertificateAuthorityFile = authority.File,
            ConnectCallback = (_, cancellationToken) => door.ConnectAsync(cancellationToken),
        });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.Empty(server.State.Connections);
    }

    [Fact]
    public async Task Open_TheCallbackThrows_IsARetryableConnectionFailureWithItsMessage()
    {
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("http://zerobus.test"),
            ConnectCallback = static (_, _) => throw new InvalidOperationException("The tunnel is down."),
        });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.True(error.IsRetryable);
        Assert.Contains("The tunnel is down.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TheCallbackGivesNothing_SaysSo()
    {
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("http://zerobus.test"),
            ConnectCallback = static (_, _) => new ValueTask<Stream>((Stream)null!),
        });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Contains("ConnectCallback returned no stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_TheCallbackAnswersAfterwards_ItsStreamIsDisposed()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("http://zerobus.test"),
            // It ignores its token.
            ConnectCallback = (_, _) =>
            {
                begun.SetResult();
                return new ValueTask<Stream>(answer.Task);
            },
        });
        client.Prepare();
        await begun.Task.WaitAsync(ZerobusRig.Patience);
        await client.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience);

        var late = new MemoryStream();
        answer.SetResult(late);

        await Eventually.HoldsAsync(() => !late.CanRead);
    }

    [Fact]
    public async Task Abort_DisposingTheStreamThrows_EndsTheStreamAllTheSame()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        await using var door = new UnixDoor(server.Endpoint.Port);
        await using var client = Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("http://localhost"),
            ConnectCallback = async (_, cancellationToken) => new StubbornStream(await door.ConnectAsync(cancellationToken)),
        });
        var stream = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        var position = await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WaitForAckAsync(position).AsTask().WaitAsync(ZerobusRig.Patience);

        stream.Abort();

        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Closed);
    }

    [Fact]
    public void Client_ProxyAndCallback_AreRefusedTogether()
    {
        var error = Assert.Throws<ZerobusException>(() => Client(new ZerobusClientOptions
        {
            Endpoint = new Uri("https://zerobus.test"),
            Proxy = new Uri("http://user:hunter2@proxy:1"),
            ConnectCallback = static (_, _) => throw new InvalidOperationException(),
        }));

        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
        Assert.Contains("ConnectCallback", error.Message, StringComparison.Ordinal);
        Assert.Contains("Proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static ZerobusClient Client(ZerobusClientOptions options) =>
        new(options with { OpenAttempts = 1 }, new StaticHeadersProvider(ZerobusRig.Token));

    /// <summary>Passes everything on, and fails when it is disposed.</summary>
    private sealed class StubbornStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
            throw new IOException("No.");
        }
    }
}
