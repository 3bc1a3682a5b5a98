namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>A server with the usual options, for tests that leave it as it is.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private ServerProcess? _process;

    internal ServerProcess Process => _process!;

    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _process!.DisposeAsync();
}
