namespace SqsIngestor.Zerobus.Testing;

/// <summary>The memory of a scripted server. Safe to read while connections run.</summary>
public sealed class ScriptedState : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<ScriptedConnection, Task> _script;
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<ScriptedConnection> _connections = [];
    private readonly List<ReadOnlyMemory<byte>> _durable = [];
    private readonly List<(int Connections, TaskCompletionSource Reached)> _waiting = [];

    internal ScriptedState(Func<ScriptedConnection, Task> script) => _script = script;

    /// <summary>The connections, oldest first, including those that failed to open.</summary>
    public IReadOnlyList<ScriptedConnection> Connections
    {
        get
        {
            lock (_gate)
                return [.. _connections];
        }
    }

    /// <summary>The durable records, in order; a record that was made durable twice occurs twice.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Durable
    {
        get
        {
            lock (_gate)
                return [.. _durable];
        }
    }

    /// <summary>The persistent streams, which outlive their connections.</summary>
    public ScriptedPersistentStreams Persistent { get; } = new();

    internal CancellationToken Stopped => _stopped.Token;

    /// <summary>Completes when the connection with this number (from 0) has begun.</summary>
    public async Task<ScriptedConnection> ConnectionAsync(int number)
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (_connections.Count > number)
                return _connections[number];
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((number, reached));
        }

        await reached.Task.ConfigureAwait(false);
        return Connections[number];
    }

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    internal void Stop() => _stopped.Cancel();

    internal Task RunAsync(ScriptedConnection connection) => _script(connection);

    internal int Add(ScriptedConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            foreach (var (_, reached) in _waiting.Where(w => w.Connections < _connections.Count))
                reached.TrySetResult();
            _waiting.RemoveAll(w => w.Connections < _connections.Count);
            return _connections.Count - 1;
        }
    }

    internal void Commit(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        lock (_gate)
            _durable.AddRange(records);
    }
}
