using System.Diagnostics;
using System.Text;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>What a file of samples holds.</summary>
internal enum SampleFormat
{
    Json,
    JsonArray,
    JsonLines,
    SqsEvent,
    ReceivedMessages,
}

/// <summary>A message of a file.</summary>
/// <param name="Body">The body; null if it is not text in UTF-8.</param>
/// <param name="Place">The file with the line or the position.</param>
internal sealed record Sample(string? Body, string Place)
{
    /// <summary>
    /// The message as JSON with everything around it, and the array that it stands in; null if it is only a body.
    /// </summary>
    public (string Array, string Message)? Source { get; init; }

    /// <summary>An event with the message.</summary>
    public byte[] ToEvent() => Source is var (array, message)
        ? Encoding.UTF8.GetBytes($"{{\"{array}\":[{message}]}}")
        : EventInput.OfBodies(Body ?? "");

    /// <summary>The names and the types of the attributes of the message.</summary>
    public IReadOnlyList<(string Name, string Type)> Attributes { get; init; } = [];
}

internal static class SampleFormatText
{
    /// <summary>The format in words, after "it is".</summary>
    public static string Describe(this SampleFormat format) => format switch
    {
        SampleFormat.Json => "one JSON document, the body of a message",
        SampleFormat.JsonArray => "a JSON array, whose elements are the bodies of messages",
        SampleFormat.JsonLines => "a JSON document for each body (ndjson)",
        SampleFormat.SqsEvent => "an SQS event",
        SampleFormat.ReceivedMessages => "the output of aws sqs receive-message",
        _ => throw new UnreachableException(),
    };

    /// <summary>The format as one word, for programs.</summary>
    public static string Word(this SampleFormat format) => format switch
    {
        SampleFormat.Json => "json",
        SampleFormat.JsonArray => "json_array",
        SampleFormat.JsonLines => "ndjson",
        SampleFormat.SqsEvent => "sqs_event",
        SampleFormat.ReceivedMessages => "receive_message",
        _ => throw new UnreachableException(),
    };
}
