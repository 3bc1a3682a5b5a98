using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary><c>$.meta.ingestTime</c>: the invocation's clock.</summary>
internal sealed class IngestTimeSource : ValueSource
{
    public override SourceValue Read(EncodeContext context) => SourceValue.FromInstant(context.Invocation.IngestMicroseconds);
}

/// <summary>A text of <c>$.meta</c>; missing if the host does not know it.</summary>
/// <param name="index">Index into <see cref="InvocationContext.ToTexts"/>.</param>
internal sealed class MetaTextSource(int index) : ValueSource
{
    /// <summary>Names of the texts, in the order of <see cref="InvocationContext.ToTexts"/>.</summary>
    public static readonly string[] Names = ["requestId", "functionName", "functionVersion", "region", "configSha256"];

    public override SourceValue Read(EncodeContext context) =>
        context.MetaTexts[index] is { Length: > 0 } text ? SourceValue.FromText(text) : SourceValue.Missing;
}

/// <summary>A count or position of <c>$.meta</c>; a receive count is missing if the event has none.</summary>
internal sealed class MetaNumberSource(string name) : ValueSource
{
    /// <summary>The name of the only one that can be missing.</summary>
    public const string ReceiveCount = "receiveCount";

    public static readonly string[] Names = ["batchSize", "recordIndex", "rowIndex", ReceiveCount];

    private readonly int _which = Array.IndexOf(Names, name);

    /// <summary>Whether it is the number of messages in the event.</summary>
    public bool IsBatchSize => _which == 0;

    public override SourceValue Read(EncodeContext context) => _which switch
    {
        0 => SourceValue.FromInteger(context.Invocation.BatchSize),
        1 => SourceValue.FromInteger(context.Message.RecordIndex),
        2 => SourceValue.FromInteger(context.RowIndex),
        // SQS counts from 1; other senders of events may not count.
        3 => context.Message.ReceiveCount is > 0 and var count ? SourceValue.FromInteger(count) : SourceValue.Missing,
        _ => throw new UnreachableException(),
    };
}
