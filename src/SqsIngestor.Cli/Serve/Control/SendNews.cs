using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>A line of the answer to <see cref="SendRequest"/>; exactly one member is there. First comes what was sent, last what became of it.</summary>
internal sealed record SendNews
{
    /// <summary>What the queue said to each message, in order.</summary>
    public IReadOnlyList<SentMessage>? Sent { get; init; }

    /// <summary>An invocation that had some of the messages.</summary>
    public InvocationNews? Invocation { get; init; }

    /// <summary>What has become of each message that was no duplicate.</summary>
    public IReadOnlyList<MessageStatus>? Outcome { get; init; }
}
