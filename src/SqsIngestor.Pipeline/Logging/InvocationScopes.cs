namespace SqsIngestor.Pipeline.Logging;

/// <summary>
/// What every log line of an invocation has. A host begins a scope of its logger with it, <c>logger.BeginScope(ids)</c>, and ends
/// the scope with the invocation.
/// </summary>
/// <param name="RequestId">Lambda's id of the invocation.</param>
/// <param name="TraceId">The X-Ray trace id; null for none.</param>
internal sealed record InvocationIds(string RequestId, string? TraceId)
{
    private const string Root = "Root=";

    /// <summary>The scope of lines about the process, whatever runs meanwhile.</summary>
    public static InvocationIds None { get; } = new("", null);

    /// <summary>The ids of an invocation.</summary>
    /// <param name="requestId">Lambda's id of the invocation.</param>
    /// <param name="traceHeader">Such as <c>Root=1-5759e988-bd86;Parent=53995c3f;Sampled=1</c>, whose trace id is the root; null
    /// for none.</param>
    public static InvocationIds Of(string requestId, string? traceHeader)
    {
        if (string.IsNullOrEmpty(traceHeader)) return new(requestId, null);
        var root = traceHeader.Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(static part => part.StartsWith(Root, StringComparison.Ordinal));
        return new(requestId, root?[Root.Length..] ?? traceHeader);
    }
}

/// <summary>
/// Knows the invocation that a log line belongs to. Streams outlive the invocation that opened them, so what they log after its
/// end is not its line. Thread-safe.
/// </summary>
/// <param name="oneAtATime">
/// Whether the process runs one invocation at a time. If so, what a stream logs in the background belongs to the one that runs.
/// </param>
internal sealed class InvocationScopes(bool oneAtATime)
{
    private readonly AsyncLocal<Scope?> _current = new();
    private Scope? _running;

    /// <summary>The invocation that a line of the present flow of control belongs to; null for none.</summary>
    public InvocationIds? Current
    {
        get
        {
            var ids = _current.Value?.Ids ?? Volatile.Read(ref _running)?.Ids;
            return ReferenceEquals(ids, InvocationIds.None) ? null : ids;
        }
    }

    /// <summary>Begins an invocation in the present flow of control. Disposing the scope ends it.</summary>
    public IDisposable Begin(InvocationIds ids)
    {
        var scope = new Scope(this, ids, _current.Value);
        _current.Value = scope;
        if (oneAtATime && !ReferenceEquals(ids, InvocationIds.None)) Volatile.Write(ref _running, scope);
        return scope;
    }

    private sealed class Scope(InvocationScopes owner, InvocationIds ids, Scope? outer) : IDisposable
    {
        private InvocationIds? _ids = ids;

        /// <summary>Null after the end, also for whatever the invocation has started and does not end with it.</summary>
        public InvocationIds? Ids => Volatile.Read(ref _ids);

        public void Dispose()
        {
            Volatile.Write(ref _ids, null);
            owner._current.Value = outer;
            Interlocked.CompareExchange(ref owner._running, null, this);
        }
    }
}
