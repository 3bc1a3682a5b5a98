using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Protobuf;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>How bodies become <c>$.body</c>: checked, immutable, shared by encoders.</summary>
internal sealed record PayloadPlan
{
    /// <summary>8 MiB: no SQS message is larger than 1 MiB, and JSON seldom shrinks to less than an eighth.</summary>
    public const int DefaultMaxBytes = 8 * 1024 * 1024;

    /// <summary>What <c>Utf8JsonReader</c> allows as well.</summary>
    public const int DefaultMaxDepth = 64;

    /// <summary>The steps before the last one, which <see cref="Form"/> stands for.</summary>
    public IReadOnlyList<PayloadStep> Steps { get; init; } = [];

    public PayloadForm Form { get; init; } = PayloadForm.Json;

    /// <summary>What the last step reads is bytes, not text: <c>$.raw</c> is bytes then.</summary>
    public bool RawIsBytes { get; init; }

    /// <summary>The message that a protobuf payload is.</summary>
    public ProtobufMessagePlan? Message { get; init; }

    /// <summary>Bounds the result of every step.</summary>
    public int MaxBytes { get; init; } = DefaultMaxBytes;

    public int MaxDepth { get; init; } = DefaultMaxDepth;

    /// <summary>When a step fails.</summary>
    public FailureAction OnError { get; init; }

    /// <summary>The paths below <c>$.body</c>.</summary>
    public required PathTrie Body { get; init; }

    /// <summary>The paths below <c>$.envelope.sns</c>, over <see cref="EnvelopeSlots"/>.</summary>
    public PathTrie Sns { get; init; } = EnvelopeSlots.CreateTrie(EnvelopeKind.Sns);

    /// <summary>The paths below <c>$.envelope.eventbridge</c>, over <see cref="EnvelopeSlots"/>.</summary>
    public PathTrie EventBridge { get; init; } = EnvelopeSlots.CreateTrie(EnvelopeKind.EventBridge);

    /// <summary>Makes the tries ready to be read; nothing is added to them after it.</summary>
    public PayloadPlan Freeze()
    {
        Body.Freeze();
        Sns.Freeze();
        EventBridge.Freeze();
        return this;
    }
}
