using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The JSON between commands and server. Both are from the same build, so it has no versions.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A value of a query can be nested.
        MaxDepth = 1000,
        // Another program may have the port of a server that has ended. So each member is written, also null.
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>The reason why the server refused a request.</summary>
/// <param name="Code">A stable name, for example <c>rows_not_stored</c>.</param>
/// <param name="Message">The message, with the code in front.</param>
internal sealed record ControlError(string Code, string Message);

/// <summary>The body of <c>POST /query</c>.</summary>
/// <param name="Sql">One read-only statement.</param>
/// <param name="Typed">Whether values are JSON of their type; false for text as a terminal shows it.</param>
internal sealed record QueryRequest(string Sql, bool Typed);

/// <summary>The response to <c>POST /query</c>.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, with a value for each column.</param>
internal sealed record QueryRows(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows)
{
    /// <summary>Whether each row has a value for each column, and texts where the request asks for them.</summary>
    public bool IsOf(bool typed) => Columns.All(column => column is { Name: not null, Type: not null })
        && Rows.All(
            row => row?.Count == Columns.Count
                && (typed || row.All(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Null)));
}

/// <summary>The response to <c>GET /queue</c>.</summary>
/// <param name="Arn">The ARN of the queue.</param>
/// <param name="Counts">How many messages are in each state.</param>
/// <param name="DeadLetters">The messages of the dead-letter queue.</param>
/// <param name="FunctionProcessId">The process of the function; null if it is not running.</param>
internal sealed record QueueState(string Arn, QueueCounts Counts, IReadOnlyList<DeadLetter> DeadLetters, int? FunctionProcessId);

/// <summary>The body of <c>POST /messages</c>.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="UntilSettled">Whether to follow each message until it is deleted or dead; false: until the function answered
/// once.</param>
internal sealed record SendRequest(IReadOnlyList<WireMessage> Messages, bool UntilSettled);

/// <summary>A message to send.</summary>
internal sealed record WireMessage(
    string Body, IReadOnlyList<WireAttribute> Attributes, string? GroupId, string? DeduplicationId, string? TraceHeader)
{
    public static WireMessage From(OutgoingMessage message) => new(
        message.Body, [
            .. message.Attributes.Select(
                attribute => new WireAttribute(attribute.Name, attribute.Type, attribute.Value.ToArray()))],
        message.GroupId, message.DeduplicationId, message.TraceHeader);

    public OutgoingMessage ToMessage() => new(Body)
    {
        Attributes =
            [.. Attributes.Select(attribute => new MessageAttributeValue(attribute.Name, attribute.Type, attribute.Value))],
        GroupId = GroupId,
        DeduplicationId = DeduplicationId,
        TraceHeader = TraceHeader,
    };
}

/// <summary>An attribute of a message to send. Its value is base64 in JSON for every type.</summary>
internal sealed record WireAttribute(string Name, string Type, byte[] Value);

/// <summary>
/// A line of the response to <c>POST /messages</c>; exactly one member is set. The first line has what was sent, the last line
/// the outcome.
/// </summary>
internal sealed record SendEvent
{
    /// <summary>The answer of the queue to each message, in order.</summary>
    public IReadOnlyList<SentMessage>? Sent { get; init; }

    /// <summary>An invocation with some of the messages.</summary>
    public InvocationEvent? Invocation { get; init; }

    /// <summary>The state of each message that was not a duplicate.</summary>
    public IReadOnlyList<MessageStatus>? Outcome { get; init; }
}

/// <summary>An invocation, for people.</summary>
/// <param name="Number">Its number; 0 for one that did not come from the queue.</param>
/// <param name="Messages">Messages in the event; null if it was not an SQS event.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Response">The response, or the type and message of the error.</param>
/// <param name="BatchOutcome">How the event source mapping treats it; null if it was not an SQS event.</param>
/// <param name="Reason">Why messages are returned to the queue; null if none is.</param>
/// <param name="Returned">How many messages are returned to the queue.</param>
/// <param name="Problems">Warnings and errors that the function logged.</param>
internal sealed record InvocationEvent(
    int Number, int? Messages, InvocationOutcome Outcome, double Milliseconds, string Response, BatchOutcomeKind? BatchOutcome,
    string? Reason, int Returned, IReadOnlyList<string> Problems)
{
    public static InvocationEvent Of(
        int number, InvocationResult result, int? messages, BatchOutcome? outcome, IReadOnlyList<string> problems) => new(
        number, messages, result.Outcome, result.Duration.TotalMilliseconds,
        result.Outcome == InvocationOutcome.Succeeded
            ? Encoding.UTF8.GetString(result.Response.Span)
            : $"{result.ErrorType}: {result.ErrorMessage}",
        outcome?.Kind, outcome?.Reason, outcome?.Returned.Count ?? 0, problems);
}
