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

/// <summary>A count or position of <c>$.meta</c>.</summary>
internal sealed class MetaNumberSource(string name) : ValueSource
{
    public static readonly string[] Names = ["batchSize", "recordIndex", "rowIndex", "receiveCount"];

    private readonly int _which = Array.IndexOf(Names, name);

    public override SourceValue Read(EncodeContext context) => SourceValue.FromInteger(_which switch
    {
        0 => context.Invocation.BatchSize,
        1 => context.Message.RecordIndex,
        2 => context.RowIndex,
        3 => context.Message.ReceiveCount,
        _ => throw new UnreachableException(),
    });
}
