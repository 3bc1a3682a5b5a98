using Grpc.Core;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>The persistent streams that a scripted server knows. Any thread may use it.</summary>
public sealed class ScriptedPersistentStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _committed = [];
    private readonly List<string> _retired = [];

    internal ScriptedPersistentStreams()
    {
    }

    /// <summary>The ids of the streams that the client has retired, in order.</summary>
    public IReadOnlyList<string> Retired
    {
        get
        {
            lock (_gate)
                return [.. _retired];
        }
    }

    /// <summary>
    /// Makes a stream known, or moves it: it can be resumed, and its next request has the offset after this one.
    /// <see cref="ScriptedConnection.Commit"/> does so by itself.
    /// </summary>
    /// <param name="streamId">Its id.</param>
    /// <param name="lastCommitted">The last offset that is durable; -1 for none.</param>
    public void Set(string streamId, long lastCommitted)
    {
        lock (_gate)
            _committed[streamId] = lastCommitted;
    }

    /// <summary>The last offset of a stream that is durable: -1 for none, null if the stream is not known.</summary>
    public long? LastCommitted(string streamId)
    {
        lock (_gate)
            return _committed.TryGetValue(streamId, out var offset) ? offset : null;
    }

    internal static RpcException NotFound(string streamId) =>
        new(new Status(StatusCode.NotFound, $"The persistent stream {streamId} is not known."));

    /// <summary>Forgets a stream.</summary>
    /// <returns>Whether it was known.</returns>
    internal bool Retire(string streamId)
    {
        lock (_gate)
        {
            if (!_committed.Remove(streamId))
                return false;
            _retired.Add(streamId);
            return true;
        }
    }
}
