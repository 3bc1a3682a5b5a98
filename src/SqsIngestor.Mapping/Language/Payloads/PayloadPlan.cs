using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Language.Payloads.Steps;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>How the body of a message becomes <c>$.body</c>. Checked, immutable, shared by all encoders.</summary>
internal sealed record PayloadPlan
{
    /// <summary>The steps before the one that makes the document; <see cref="Form"/> stands for that one.</summary>
    public IReadOnlyList<PayloadStep> Steps { get; init; } = [];

    public PayloadForm Form { get; init; } = PayloadForm.Json;

    /// <summary><c>$.raw</c>, which the last step reads, is bytes, not text.</summary>
    public bool RawIsBytes { get; init; }

    /// <summary>The last step if it reads another format than JSON; null for other payloads.</summary>
    public PayloadDocumentStep? Last { get; init; }

    /// <summary>The most bytes that the body and the result of every step may have.</summary>
    public int MaxBytes { get; init; } = MappingLimits.DefaultPayloadBytes;

    public int MaxDepth { get; init; } = MappingLimits.DefaultPayloadDepth;

    /// <summary>The action for a message if a step fails.</summary>
    public PayloadFailures OnError { get; init; } = PayloadFailures.None;

    /// <summary>A document without any of the members in <see cref="Body"/> is an error: some table has no condition.</summary>
    public bool NeedsMembers { get; init; }

    /// <summary>The paths below <c>$.body</c>.</summary>
    public required PathTrie Body { get; init; }

    /// <summary>For each of <see cref="EnvelopeCatalog.All"/> the paths below <c>$.envelope</c> and its name.</summary>
    public PathTrie[] Envelopes { get; init; } = [.. EnvelopeCatalog.All.Select(e => e.CreateTrie())];

    /// <summary>The place of all attributes in a message; negative if no step needs them.</summary>
    public int AttributesSlot { get; init; } = -1;

    /// <summary>As <see cref="AttributesSlot"/>, of the message inside a notification of SNS.</summary>
    public int WrappedAttributesSlot { get; init; } = -1;

    /// <summary>Prepares the tries for reading. Do not add paths after it.</summary>
    public PayloadPlan Freeze()
    {
        Body.Freeze();
        foreach (var envelope in Envelopes) envelope.Freeze();
        return this;
    }
}

/// <summary>A step before the one that makes the document.</summary>
internal sealed record PayloadStep(PayloadStepSpec Spec, bool Auto);

/// <summary>A last step that reads another format than JSON.</summary>
/// <param name="Spec">Its row in the catalog.</param>
/// <param name="Open">Makes its decoder for one encoder.</param>
internal sealed record PayloadDocumentStep(PayloadStepSpec Spec, Func<DocumentContext, DocumentDecoder> Open);

/// <summary>The kind of a payload after a step.</summary>
internal enum PayloadForm : byte
{
    /// <summary>Text without structure.</summary>
    Text,

    /// <summary>Bytes without structure.</summary>
    Bytes,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A JSON document in each line.</summary>
    JsonLines,

    /// <summary>A document in another format, which <see cref="PayloadPlan.Last"/> reads as JSON.</summary>
    Document,

    /// <summary>Several documents in another format.</summary>
    Documents,
}
