using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>A step of <c>payload.decode</c>: a row of <see cref="PayloadStepCatalog"/>.</summary>
internal sealed record PayloadStepSpec
{
    /// <summary>The key of a step that is written as a mapping; a step of <c>decode</c> can also stand alone.</summary>
    public string Key { get; init; } = PayloadStepCatalog.DecodeKey;

    public required string Word { get; init; }

    /// <summary>It reads bytes only; otherwise text as well.</summary>
    public bool NeedsBytes { get; init; }

    /// <summary>It can tell its own input from any other, so <c>when: auto</c> is possible.</summary>
    public bool CanBeAuto { get; init; }

    /// <summary>The kind of the payload after it.</summary>
    public required PayloadForm Gives { get; init; }

    /// <summary>The types of the values in its documents, which are objects.</summary>
    public ValueTypes Values { get; init; } = ValueTypes.Any;

    /// <summary>Its format cannot tell an array of one element from that element, so an ARRAY takes both.</summary>
    public bool OneIsArray { get; init; }

    /// <summary>The envelope that it removes, if it is an unwrap.</summary>
    public Envelope? Envelope { get; init; }

    /// <summary>Of an unwrap, what it reads, as a heading; null for other steps.</summary>
    public string? Title { get; init; }

    /// <summary>Of an unwrap, <see cref="PayloadShape.Members"/>.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Of an unwrap, <see cref="PayloadShape.Images"/>.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Of an unwrap, <see cref="PayloadShape.ImageKeys"/>.</summary>
    public string? ImageKeys { get; init; }

    /// <summary>Of an unwrap, <see cref="PayloadShape.Ways"/>; empty for <see cref="Usage"/> alone.</summary>
    public IReadOnlyList<string> Ways { get; init; } = [];

    /// <summary>Of an unwrap, the error of messages without data, such as a test of the connection; None without them.</summary>
    public RecordErrorCode Empty { get; init; }

    /// <summary>
    /// Makes the decoder for one encoder; null for the steps that give a document, which <see cref="Payload"/> parses.
    /// </summary>
    public Func<PayloadStepContext, PayloadDecoder>? Create { get; init; }

    /// <summary>
    /// Makes the decoder for one encoder of a step that reads another format than JSON; null for other steps, and for those whose
    /// decoder <see cref="PayloadCompiler"/> makes of what the mapping names.
    /// </summary>
    public Func<DocumentContext, PayloadStepOptions, DocumentDecoder>? Open { get; init; }

    /// <summary>One sentence for the reference.</summary>
    public required string Meaning { get; init; }

    /// <summary>Its input is the body of a message, its output <c>$.body</c>, a line for each document.</summary>
    public required ReferenceExample Example { get; init; }

    /// <summary>It gives a document, and no step follows it.</summary>
    public bool IsDocument => Gives is not (PayloadForm.Text or PayloadForm.Bytes);

    /// <summary>For diagnostics: <c>gzip</c>, <c>unwrap: sns</c>, <c>protobuf</c>.</summary>
    public string Name => Key == PayloadStepCatalog.UnwrapKey ? $"unwrap: {Word}" : Word;

    /// <summary>How the file writes it: <c>gzip</c>, <c>{ unwrap: sns }</c>, <c>{ protobuf: full.Name }</c>.</summary>
    public string Usage => Key switch
    {
        PayloadStepCatalog.DecodeKey => Word,
        PayloadStepCatalog.UnwrapKey => $"{{ unwrap: {Word} }}",
        PayloadStepCatalog.ProtobufKey => "{ protobuf: full.Name }",
        _ => throw new UnreachableException(),
    };
}

/// <summary>The arguments of a decoder.</summary>
/// <param name="Values">Receives the envelopes.</param>
/// <param name="Attributes">The attributes of each message.</param>
/// <param name="Memory">What a message may take.</param>
/// <param name="MaxBytes">The most bytes that the decoder may write.</param>
/// <param name="Auto">The file says <c>when: auto</c>.</param>
internal readonly record struct PayloadStepContext(
    PayloadValues Values, MessageAttributes Attributes, WorkMemory Memory, int MaxBytes, bool Auto);
