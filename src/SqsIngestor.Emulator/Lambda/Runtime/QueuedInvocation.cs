namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>One event for the function, and its answer.</summary>
internal sealed class QueuedInvocation(ReadOnlyMemory<byte> payload, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource<InvocationAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>A trace id in the format of X-Ray.</summary>
    public string TraceId { get; } =
        $"Root=1-{deadline.ToUnixTimeSeconds():x8}-{Guid.NewGuid():N}"[..40] + ";Parent=0000000000000001;Sampled=0";

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public DateTimeOffset Deadline { get; } = deadline;

    public Task<InvocationAnswer> Answer => _answer.Task;

    /// <summary>Takes the first answer.</summary>
    /// <returns>False if it already has one.</returns>
    public bool TryAnswer(InvocationAnswer answer) => _answer.TrySetResult(answer);
}

/// <summary>A response or an error.</summary>
internal sealed record InvocationAnswer(ReadOnlyMemory<byte> Response, ReportedError? Error);
